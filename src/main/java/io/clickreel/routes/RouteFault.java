package io.clickreel.routes;

import io.clickreel.Nearest;
import io.clickreel.RootCause;
import io.clickreel.StartupException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.TypeConversionException;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A failure of Camel to read or to build a route, in the words of the one who wrote it.
 *
 * @param sentence what is wrong and how to put it right
 * @param words by which the place is found in the file, the best one first
 * @param line counted from 1; 0: Camel does not say
 * @param column the same
 */
record RouteFault(String sentence, List<String> words, int line, int column) {
    private static final Pattern PLACE = Pattern.compile("line:? (\\d+), column:? (\\d+)");
    private static final Pattern UNKNOWN_OPTIONS = Pattern.compile("Unknown parameters=\\[\\{(.*?)}]");
    private static final Pattern NO_SETTING = Pattern.compile("Property with key \\[(.*?)] not found");
    private static final Pattern STEP = Pattern.compile(">>> (\\w+)\\[(.*?)] <<<");
    private static final Pattern UNKNOWN_FIELD = Pattern.compile("(?:Unsupported field|Unknown node id): (\\S+)");
    private static final int NO_PLACE = 0;
    private static final int MOST_WORDS = 12;

    /** What Camel says of a file that it cannot read as routes. */
    static RouteFault ofFile(Throwable failure) {
        String message = innermost(failure).getMessage();
        String said = message == null ? innermost(failure).toString() : message.strip();
        Matcher place = PLACE.matcher(said);
        // The mark of the innermost mistake comes last.
        int line = NO_PLACE;
        int column = NO_PLACE;
        while (place.find()) {
            line = Integer.parseInt(place.group(1));
            column = Integer.parseInt(place.group(2));
        }
        String first = said.lines().findFirst().orElse(said).strip();
        Matcher unknown = UNKNOWN_FIELD.matcher(first);
        if (unknown.find()) {
            String name = unknown.group(1);
            return new RouteFault(
                    name
                            + " is not known there. Correct its name, or its place (it belongs as deep as its neighbours).",
                    List.of(name),
                    line,
                    column);
        }
        String why = said.lines()
                .map(String::strip)
                .filter(text -> !text.isEmpty() && !text.startsWith("in ") && !text.equals("^"))
                .reduce((one, other) -> one.length() + other.length() < 160 ? one + " " + other : one)
                .orElse(first);
        return new RouteFault("It cannot be read as routes: " + why + ".", List.of(), line, column);
    }

    /** What Camel says of a route that it cannot build. */
    static RouteFault ofRoute(Throwable failure, CamelContext camel) {
        List<String> words = new ArrayList<>();
        for (Throwable each = failure; each != null; each = each.getCause()) {
            RouteFault known = of(each, camel, words);
            if (known != null) {
                return known;
            }
            Matcher step = STEP.matcher(String.valueOf(each.getMessage()));
            if (each instanceof FailedToCreateRouteException && step.find()) {
                words.add(step.group(2));
            }
        }
        return fault("It cannot be built: " + RootCause.of(failure) + ".", words);
    }

    private static @Nullable RouteFault of(Throwable failure, CamelContext camel, List<String> words) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof StartupException) {
            return fault(message, words);
        }
        if (failure instanceof NoSuchBeanException missing) {
            words.add(0, missing.getName());
            Set<String> beans =
                    camel.getRegistry().findByTypeWithName(Object.class).keySet();
            return fault(
                    "There is no bean " + missing.getName() + "." + Nearest.guess(missing.getName(), beans)
                            + " What a route can name is in README.md and docs/running.md.",
                    words);
        }
        if (failure instanceof NoSuchEndpointException missing) {
            String scheme = missing.getUri().replaceFirst(":.*", "");
            words.add(0, scheme + ":");
            return fault(
                    "There is no component " + scheme + "." + Nearest.guess(scheme, camel.getComponentNames())
                            + " Components beside those that Clickreel has need their jar in the class path.",
                    words);
        }
        if (failure instanceof SimpleIllegalSyntaxException simple) {
            words.add(0, simple.getExpression());
            return fault(
                    "'" + simple.getExpression() + "' is no expression of the language simple: "
                            + message.lines().findFirst().orElse(message).strip() + ". Correct it.",
                    words);
        }
        Matcher setting = NO_SETTING.matcher(message);
        if (setting.find()) {
            Collection<String> known =
                    camel.getPropertiesComponent().loadProperties().stringPropertyNames();
            words.add(0, "{{" + setting.group(1));
            return fault(
                    "{{" + setting.group(1) + "}} is not a setting." + Nearest.guess(setting.group(1), known)
                            + " All settings are listed in application.properties.",
                    words);
        }
        Matcher unknown = UNKNOWN_OPTIONS.matcher(message);
        if (failure instanceof ResolveEndpointFailedException endpoint && unknown.find()) {
            return unknownOption(endpoint, unknown.group(1), camel, words);
        }
        if (failure instanceof PropertyBindingException binding
                && failure.getCause() instanceof TypeConversionException type) {
            words.add(0, binding.getPropertyName());
            return fault(
                    binding.getPropertyName() + " is '" + type.getValue() + "', but "
                            + expected(type.getToType()) + " is needed there." + guess(type)
                            + " Correct it, or leave it out.",
                    words);
        }
        if (failure instanceof PropertyBindingException binding
                && failure.getCause() instanceof IllegalArgumentException why) {
            words.add(0, binding.getPropertyName());
            return fault(String.valueOf(why.getMessage()), words);
        }
        return null;
    }

    private static RouteFault unknownOption(
            ResolveEndpointFailedException failure, String options, CamelContext camel, List<String> words) {
        String option = options.replaceFirst("=.*", "");
        String scheme = failure.getUri().replaceFirst(":.*", "");
        words.add(0, option);
        return fault(
                "The component " + scheme + " has no option " + option + "."
                        + Nearest.guess(option, EndpointOptions.of(camel, scheme)) + " Correct it, or leave it out.",
                words);
    }

    private static String expected(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type.isEnum()) {
            List<String> words =
                    Arrays.stream(type.getEnumConstants()).map(String::valueOf).toList();
            return words.size() > MOST_WORDS
                    ? "one of " + words.size() + " words, as " + String.join(", ", words.subList(0, 3))
                    : "one of " + String.join(", ", words);
        }
        return type.isPrimitive() || Number.class.isAssignableFrom(type)
                ? "a number (" + type.getSimpleName().toLowerCase(Locale.ROOT) + ")"
                : "a " + type.getSimpleName();
    }

    private static String guess(TypeConversionException type) {
        return type.getToType().isEnum()
                ? Nearest.guess(
                        String.valueOf(type.getValue()),
                        Arrays.stream(type.getToType().getEnumConstants())
                                .map(String::valueOf)
                                .toList())
                : "";
    }

    private static RouteFault fault(String sentence, List<String> words) {
        return new RouteFault(sentence, List.copyOf(words), NO_PLACE, NO_PLACE);
    }

    private static Throwable innermost(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost;
    }
}
