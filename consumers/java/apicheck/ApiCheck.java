package com.example.apicheck;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a Java user sees of the API. Prints TAP lines. */
public final class ApiCheck {
    private ApiCheck() { }

    public static void main(final String[] args) {
        Map<String, Runnable> checks = new LinkedHashMap<>();
        AccessKeyChecks.addTo(checks);
        AccessKeySecretChecks.addTo(checks);
        RotatingAccessKeyChecks.addTo(checks);
        SesSmtpCredentialsChecks.addTo(checks);
        Samples.addTo(checks);
        int number = 0;
        int failures = 0;
        for (Map.Entry<String, Runnable> check : checks.entrySet()) {
            number++;
            try {
                check.getValue().run();
                System.out.println("ok " + number + " - " + check.getKey());
            } catch (Throwable error) {
                failures++;
                System.out.println("not ok " + number + " - " + check.getKey());
                System.out.println(error.toString().replaceAll("(?m)^", "# "));
            }
        }
        System.out.println("1.." + number);
        if (failures > 0) {
            System.exit(1);
        }
    }
}
