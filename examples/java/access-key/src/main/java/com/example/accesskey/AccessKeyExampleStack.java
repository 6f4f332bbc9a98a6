package com.example.accesskey;

import io.github.cdkiamaccesskey.AccessKey;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.User;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.constructs.Construct;

public class AccessKeyExampleStack extends Stack {
    public AccessKeyExampleStack(final Construct scope, final String id) {
        super(scope, id);

        // snippet:access-key
        // Creates a new IAM user, access and secret keys, and stores the secret access key in a Secret.
        User user = User.Builder.create(this, "User").build();
        AccessKey accessKey = AccessKey.Builder.create(this, "AccessKey")
                .user(user)
                .build();
        Secret.Builder.create(this, "Secret")
                .secretStringValue(accessKey.getSecretAccessKey())
                .build();
        CfnOutput.Builder.create(this, "AccessKeyId")
                .value(accessKey.getAccessKeyId())
                .build();
        // end-snippet
    }

    public static void main(final String[] args) {
        App app = new App();
        new AccessKeyExampleStack(app, "AccessKeyExample");
        app.synth();
    }
}
