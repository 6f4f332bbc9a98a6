// What a Go user sees of the API. Prints TAP lines.
package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/aws/jsii-runtime-go"
)

type check struct {
	name string
	run  func()
}

func main() {
	checks := slices.Concat(accessKeyChecks, accessKeySecretChecks, rotatingAccessKeyChecks, sesSmtpCredentialsChecks, sampleChecks)
	failures := 0
	for index, check := range checks {
		if reason := panicOf(check.run); reason != fmt.Sprint(nil) {
			failures++
			fmt.Printf("not ok %d - %s\n# %s\n", index+1, check.name, strings.ReplaceAll(reason, "\n", "\n# "))
		} else {
			fmt.Printf("ok %d - %s\n", index+1, check.name)
		}
	}
	fmt.Printf("1..%d\n", len(checks))
	jsii.Close()
	if failures > 0 {
		os.Exit(1)
	}
}
