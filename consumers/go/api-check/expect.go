package main

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"
)

var stack = awscdk.NewStack(awscdk.NewApp(nil), jsii.String("Stack"), nil)

func methods[T any]() []string {
	t := reflect.TypeFor[T]()
	var found []string
	for i := range t.NumMethod() {
		found = append(found, t.Method(i).Name+strings.TrimPrefix(t.Method(i).Type.String(), "func"))
	}
	return found
}

func methodNames[T any]() []string {
	var found []string
	for _, method := range methods[T]() {
		found = append(found, strings.Split(method, "(")[0])
	}
	return found
}

func fields[T any]() []string {
	t := reflect.TypeFor[T]()
	var found []string
	for i := range t.NumField() {
		found = append(found, t.Field(i).Name+" "+t.Field(i).Type.String())
	}
	return found
}

func names(fields []string) []string {
	var found []string
	for _, field := range fields {
		found = append(found, strings.Fields(field)[0])
	}
	return found
}

func actions(grant awsiam.Grant) []string {
	var found []string
	for _, statement := range *grant.PrincipalStatements() {
		for _, action := range *statement.Actions() {
			found = append(found, *action)
		}
	}
	slices.Sort(found)
	return found
}

func equal(actual, expected any) {
	if !reflect.DeepEqual(actual, expected) {
		panic(fmt.Sprintf("got      %v\nexpected %v", actual, expected))
	}
}

func contains(actual, expected string) {
	if !strings.Contains(actual, expected) {
		panic(fmt.Sprintf("got      %s\nexpected it to contain %s", actual, expected))
	}
}

func panicOf(function func()) (message string) {
	defer func() { message = fmt.Sprint(recover()) }()
	function()
	return ""
}
