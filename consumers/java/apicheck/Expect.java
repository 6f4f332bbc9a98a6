package com.example.apicheck;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.Grant;

/** What the checks of the API share. */
final class Expect {
    static final Stack STACK = new Stack(new App(), "Stack");

    private Expect() { }

    /** The public methods with their results and parameters. */
    static Set<String> signatures(final Class<?> type) {
        return publicMethods(type)
                .map(method -> (Modifier.isStatic(method.getModifiers()) ? "static " : "") + method.getReturnType().getName()
                        + " " + method.getName() + Arrays.toString(method.getParameterTypes()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static Set<String> names(final Class<?> type) {
        return publicMethods(type).map(Method::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The public methods that the parent does not have. */
    static Set<String> ownNames(final Class<?> type, final Class<?> parent) {
        Set<String> own = new TreeSet<>(names(type));
        own.removeAll(names(parent));
        return own;
    }

    static Set<String> union(final Set<String> names, final Set<String> others) {
        Set<String> all = new TreeSet<>(names);
        all.addAll(others);
        return all;
    }

    private static Stream<Method> publicMethods(final Class<?> type) {
        return Arrays.stream(type.getMethods()).filter(method -> !method.isSynthetic());
    }

    static List<String> actions(final Grant grant) {
        return grant.getPrincipalStatements().stream().flatMap(statement -> statement.getActions().stream()).sorted().toList();
    }

    static void equal(final Object actual, final Object expected) {
        if (!Objects.equals(actual, expected)) {
            throw new AssertionError("got      " + actual + "\nexpected " + expected);
        }
    }

    static void contains(final String actual, final String expected) {
        if (!actual.contains(expected)) {
            throw new AssertionError("got      " + actual + "\nexpected it to contain " + expected);
        }
    }

    /** The first line of the error: a stack trace of JavaScript may follow. */
    static String errorOf(final Runnable action) {
        try {
            action.run();
            return "no error";
        } catch (RuntimeException error) {
            return error.toString().lines().findFirst().orElse("");
        }
    }
}
