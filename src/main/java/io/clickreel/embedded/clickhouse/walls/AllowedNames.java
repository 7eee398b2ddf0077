package io.clickreel.embedded.clickhouse.walls;

import io.clickreel.embedded.clickhouse.engine.EngineConfig;
import io.clickreel.embedded.clickhouse.engine.EngineException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which functions, engines, commands, settings and addresses a statement may name. */
final class AllowedNames {
    private static final Set<String> TABLE_FUNCTIONS = Set.of(
            "dictionary",
            "format",
            "fuzzjson",
            "generate_series",
            "generaterandom",
            "generateseries",
            "input",
            "merge",
            "mergetreeanalyzeindexes",
            "mergetreeanalyzeindexesuuid",
            "mergetreeindex",
            "mergetreeprojection",
            "mergetreetextindex",
            "null",
            "numbers",
            "numbers_mt",
            "primes",
            "s3",
            "sqlstandardvalues",
            "url",
            "values",
            "view",
            "viewexplain",
            "viewifpermitted",
            "zeros",
            "zeros_mt");

    /** Functions of values that reach files or hosts. No right of the engine's user covers them. */
    private static final Set<String> VALUE_FUNCTIONS = Set.of(
            "addresstoline",
            "addresstolinewithinlines",
            "addresstosymbol",
            "aiclassify",
            "aiembed",
            "aiextract",
            "aigenerate",
            "aitranslate",
            "catboostevaluate",
            "file");

    /** Functions whose text may define a table's columns, with defaults: only a literal one can be checked. */
    private static final Set<String> TEXT_FUNCTIONS =
            Set.of("format", "fuzzjson", "generaterandom", "input", "null", "s3", "url", "values");

    /** Functions and engines whose arguments name another table: this engine would take a path for a table's name. */
    private static final Set<String> NAMING_FUNCTIONS = Set.of(
            "alias",
            "buffer",
            "hascolumnintable",
            "mergetreeanalyzeindexes",
            "mergetreeindex",
            "mergetreeprojection",
            "mergetreetextindex");

    /** Functions that may be called as arguments of url() and s3(). */
    private static final Set<String> REQUEST_PARTS = Set.of("headers", "extra_credentials");

    /** Settings that would have text read as SQL that was not checked. */
    private static final Set<String> DATA_SETTINGS =
            Set.of("input_format_values_interpret_expressions", "input_format_values_deduce_templates_of_expressions");

    private static final Set<String> VALUE_WORDS = Set.of("NULL", "TRUE", "FALSE", "INF", "NAN", "DEFAULT");

    /** What may follow an allowed address: globs stay below it; a list of addresses does not. */
    private static final Pattern ONE_ADDRESS = Pattern.compile("(?:[^,|{}]|\\{[^{}]*})*+");

    private static final Pattern ENGINES = Pattern.compile(
            "(aggregating|coalescing|collapsing|graphite|replacing|summing|versionedcollapsing)?mergetree|alias|atomic|buffer|dictionary|generaterandom|join|log|materializedview"
                    + "|memory|merge|null|ordinary|set|stripelog|tinylog|view");

    private static final Set<String> SYSTEM_COMMANDS =
            Set.of("CANCEL", "CLEAR", "DROP", "FLUSH", "PAUSE", "REFRESH", "START", "STOP", "SYNC", "WAIT");

    private final List<RemoteAddress> remote;
    private final Set<String> refusedFunctions = new HashSet<>(VALUE_FUNCTIONS);
    private final Pattern engines;

    /**
     * @param tableFunctions all that the engine has; those not known to be harmless are refused, so that a newer
     *     engine's additions are, too
     * @param remote what url(), s3() and the Kafka engine may reach
     */
    AllowedNames(Stream<String> tableFunctions, List<RemoteAddress> remote) {
        this.remote = remote;
        boolean kafka = remote.stream().anyMatch(address -> address.scheme().equals("kafka"));
        engines = kafka ? Pattern.compile(ENGINES.pattern() + "|kafka") : ENGINES;
        refusedFunctions.add("disk");
        tableFunctions.filter(name -> !TABLE_FUNCTIONS.contains(name)).forEach(refusedFunctions::add);
    }

    /** Whether it is a function, of values or of tables, that reaches files or hosts. */
    boolean isRefused(String function) {
        return refusedFunctions.contains(lower(function));
    }

    /** Whether it is a function of values that reaches files or hosts. */
    static boolean isRefusedValue(String function) {
        return VALUE_FUNCTIONS.contains(lower(function));
    }

    /** Whether the engine would read the function's arguments as more than values. */
    static boolean isReadAsSql(String function) {
        return TEXT_FUNCTIONS.contains(lower(function)) || namesTables(lower(function));
    }

    /** @param function in lower case */
    static boolean namesTables(String function) {
        return NAMING_FUNCTIONS.contains(function);
    }

    static boolean isPartOfRequest(String word) {
        return REQUEST_PARTS.contains(word);
    }

    boolean isEngine(String name) {
        return engines.matcher(lower(name)).matches();
    }

    static boolean isSystemCommand(String word) {
        return SYSTEM_COMMANDS.contains(word);
    }

    /** Whether a word is a value, not a name. */
    static boolean isValue(String word) {
        return VALUE_WORDS.contains(word.toUpperCase(Locale.ROOT));
    }

    boolean hasAddresses() {
        return !remote.isEmpty();
    }

    /** Whether url() and s3() may reach this address. */
    boolean isAddress(String text) {
        return remote.stream()
                .filter(address -> !address.scheme().equals("kafka"))
                .anyMatch(address -> text.startsWith(address.text())
                        && ONE_ADDRESS
                                .matcher(text.substring(address.text().length()))
                                .matches());
    }

    /** Whether a name would be taken for the path of a file outside the folder that the engine works in. */
    static boolean isPath(String name) {
        return name.startsWith("/") || name.startsWith("~") || name.contains("..") || name.contains("://");
    }

    /** @throws EngineException for a setting that names a file, or another language than SQL */
    static void checkSetting(String name) {
        String lower = lower(name);
        if (EngineConfig.FIXED_SETTINGS.contains(lower) || DATA_SETTINGS.contains(lower)) {
            throw new EngineException(
                    452,
                    "SETTING_CONSTRAINT_VIOLATION",
                    "Setting " + name + " should not be changed: it would name a file or host, or have text read as SQL"
                            + " that was not looked at.");
        }
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
