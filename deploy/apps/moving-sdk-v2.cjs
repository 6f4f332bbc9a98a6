/**
 * Loaded into a function that uses version 2 of the AWS SDK: unlike its successor it knows no AWS_ENDPOINT_URL, and would call AWS.
 */
const http = require('node:http');
const https = require('node:https');

const { hostname, port } = new URL(process.env.AWS_ENDPOINT_URL);

https.request = ({ method, path, headers }, onResponse) => http.request({ hostname, port, method, path, headers }, onResponse);
