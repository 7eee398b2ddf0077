package io.clickreel.embedded.clickhouse;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Refuses statements that would reach files, programs or hosts, by what the engine's parser has understood.
 *
 * <p>The engine writes the statement back from its syntax tree (formatQuery): names without escapes and comments, keywords
 * in upper case, each clause in its one place. So there is one spelling to look at, and no second parser to deceive.
 */
final class SyntaxWall {
    private static final Set<String> TABLE_FUNCTIONS = Set.of(
            "dictionary",
            "format",
            "fuzzjson",
            "generate_series",
            "generaterandom",
            "generateseries",
            "input",
            "loop",
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

    /** Functions of values that reach outside, and disk(), by which a table's settings do. */
    private static final Set<String> FUNCTIONS = Set.of(
            "addresstoline",
            "addresstolinewithinlines",
            "addresstosymbol",
            "catboostevaluate",
            "disk",
            "executable",
            "file");

    private static final Pattern ENGINES = Pattern.compile(
            "(aggregating|coalescing|collapsing|graphite|replacing|summing|versionedcollapsing)?mergetree|alias|atomic|buffer|dictionary|generaterandom|join|log|materializedview"
                    + "|memory|merge|null|ordinary|set|stripelog|tinylog|view");

    private static final Set<String> SYSTEM_COMMANDS =
            Set.of("CANCEL", "CLEAR", "DROP", "FLUSH", "PAUSE", "REFRESH", "START", "STOP", "SYNC", "WAIT");

    /** Words after which a name with brackets is that of a table and its columns, not of a function. */
    private static final Set<String> BEFORE_A_TABLE = Set.of("INTO", "TABLE", "EXISTS", "VIEW", "TO", ".");

    private static final Set<String> BEFORE_A_SOURCE = Set.of("FROM", "JOIN", "INTO", "TABLE", "IN", ".");

    /** A column's definition can hold any expression, and some functions take definitions as text. */
    private static final Pattern DEFINITION =
            Pattern.compile("\\b(default|materialized|alias|ephemeral)\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern FORMATTING =
            Pattern.compile(": (In scope|while executing).*(?= \\(\\w+\\))", Pattern.DOTALL);
    private static final int CACHED_BYTES = 4 << 20;

    private final Engine engine;
    private final Set<String> refusedFunctions;
    private final Pattern engines;
    private final Cache<ByteBuffer, Boolean> passed = Caffeine.newBuilder()
            .maximumWeight(CACHED_BYTES)
            .weigher((ByteBuffer sql, Boolean yes) -> sql.remaining())
            .build();

    /** @param kafka whether tables may read Kafka's topics */
    SyntaxWall(Engine engine, boolean kafka) {
        this.engine = engine;
        this.engines = kafka ? Pattern.compile(ENGINES.pattern() + "|kafka") : ENGINES;
        // What is not known to be harmless is refused, so that a newer engine's additions are too.
        refusedFunctions = new HashSet<>(FUNCTIONS);
        try (EngineConnection connection = engine.connect();
                QueryResult names = connection.query(
                        "SELECT lower(name) FROM system.table_functions".getBytes(StandardCharsets.UTF_8),
                        "TSVRaw",
                        Map.of())) {
            names.asText()
                    .lines()
                    .filter(name -> !TABLE_FUNCTIONS.contains(name))
                    .forEach(refusedFunctions::add);
        }
    }

    /**
     * @param sql one statement; an INSERT with its FORMAT, without data
     * @throws EngineException if it reaches outside, or is no statement
     */
    void check(byte[] sql) {
        ByteBuffer key = ByteBuffer.wrap(sql);
        if (passed.getIfPresent(key) == null) {
            new Look(written(sql)).over();
            passed.put(key, true);
        }
    }

    /** @throws EngineException for a setting that names a file, or another language than SQL */
    void checkSetting(String name) {
        if (EngineConfig.FIXED_SETTINGS.contains(name.toLowerCase(Locale.ROOT))) {
            throw new EngineException(
                    452,
                    "SETTING_CONSTRAINT_VIOLATION",
                    "Setting " + name + " should not be changed: it would name a file of this machine, or another"
                            + " language than SQL.");
        }
    }

    /** The statement as the engine writes it; as UTF-8. */
    byte[] written(byte[] sql) {
        byte[] query = ("SELECT formatQuerySingleLine(unhex({sql:String})) SETTINGS max_query_size = 0,"
                        + " max_parser_depth = 5000")
                .getBytes(StandardCharsets.UTF_8);
        try (EngineConnection connection = engine.connect();
                QueryResult result = connection.query(
                        query, "RawBLOB", Map.of("sql", HexFormat.of().formatHex(sql)))) {
            return result.head(Integer.MAX_VALUE);
        } catch (EngineException e) {
            throw new EngineException(
                    FORMATTING.matcher(String.valueOf(e.getMessage())).replaceFirst(""));
        }
    }

    /** One walk over a statement's words. */
    private final class Look {
        private final SqlTokens token;
        private String beforeLast = "";
        private String last = "";
        private String first = "";
        private int position;
        private boolean settings;

        Look(byte[] written) {
            token = new SqlTokens(written, written.length);
        }

        void over() {
            while (token.next()) {
                if (beforeLast.equals("PARALLEL") && last.equals("WITH")) {
                    position = 0;
                    settings = false;
                }
                position++;
                String text = token.text();
                if (position == 1) {
                    first = text;
                }
                statement(text);
                clause(text);
                if (token.kind == SqlTokens.Kind.STRING) {
                    literal(SqlText.unquoted(text));
                }
                beforeLast = last;
                last = token.kind == SqlTokens.Kind.QUOTED_NAME ? SqlText.unquoted(text) : text;
            }
        }

        private void statement(String text) {
            switch (first) {
                case "BACKUP", "RESTORE" -> outside(first);
                case "SYSTEM" -> {
                    if (position == 2 && !SYSTEM_COMMANDS.contains(text)) {
                        outside("SYSTEM " + text);
                    }
                }
                case "CREATE", "ATTACH", "REPLACE" -> {
                    if (position <= 4 && text.equals("DICTIONARY")) {
                        throw refused(
                                "Dictionaries",
                                "They can have programs, files and hosts as their source: join the"
                                        + " table instead, or use a table with ENGINE = Join.");
                    }
                    if (text.equals("LANGUAGE") && position == 4) {
                        outside("CREATE FUNCTION ... LANGUAGE");
                    }
                    if (first.equals("ATTACH") && last.equals("FROM") && token.kind == SqlTokens.Kind.STRING) {
                        outside("ATTACH ... FROM");
                    }
                }
                case "SET" -> settings = true;
                default -> {
                    // Only these can do more than their clauses say.
                }
            }
        }

        private void clause(String text) {
            boolean named = token.kind == SqlTokens.Kind.WORD || token.kind == SqlTokens.Kind.QUOTED_NAME;
            String name = named ? SqlText.unquoted(text) : "";
            if (token.isSign('(') && isRefused(last) && !isTable()) {
                outside("'" + last + "'");
            }
            if (last.equals("APPLY") && isRefused(name)) {
                outside("'" + name + "'");
            }
            if (last.equals("(") && (isCall("url") || isCall("s3")) && !isAddress(text)) {
                throw refused("'" + beforeLast + "'", "It takes an address that begins with http:// or https:// here.");
            }
            if (beforeLast.equals("ENGINE")
                    && last.equals("=")
                    && !engines.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
                outside("ENGINE = " + name);
            }
            if (text.equals("OUTFILE") && last.equals("INTO")) {
                throw new EngineException(
                        358,
                        "INTO_OUTFILE_NOT_ALLOWED",
                        "INTO OUTFILE is not allowed: it is for the command line client. Read the answer of the request"
                                + " instead.");
            }
            if (text.equals("INFILE") && last.equals("FROM")) {
                throw new EngineException(
                        78,
                        "UNKNOWN_TYPE_OF_QUERY",
                        "Query has infile and was send directly to server: FROM INFILE is for the command line client."
                                + " Send the data in the request.");
            }
            if (token.kind == SqlTokens.Kind.QUOTED_NAME
                    && BEFORE_A_SOURCE.contains(last)
                    && (name.contains("/") || name.contains("."))) {
                throw refused("`" + name + "`", "It would be taken for a file: give tables names without / and dots.");
            }
            settings |= text.equals("SETTINGS");
            if (settings && named) {
                checkSetting(name);
            }
        }

        private boolean isRefused(String name) {
            return refusedFunctions.contains(name.toLowerCase(Locale.ROOT));
        }

        private boolean isTable() {
            return BEFORE_A_TABLE.contains(beforeLast) && !first.startsWith("DESC") && !first.equals("BACKUP");
        }

        private boolean isCall(String function) {
            return beforeLast.equalsIgnoreCase(function);
        }

        private boolean isAddress(String text) {
            return token.kind == SqlTokens.Kind.STRING && (text.startsWith("'http://") || text.startsWith("'https://"));
        }

        private void literal(String text) {
            if (text.indexOf('(') >= 0 && DEFINITION.matcher(text).find()) {
                byte[] definition;
                try {
                    definition =
                            written(("CREATE TABLE t (" + text + ") ENGINE = Null").getBytes(StandardCharsets.UTF_8));
                } catch (EngineException e) {
                    // It is some other text.
                    return;
                }
                new Look(definition).over();
            }
        }

        private void outside(String what) {
            throw refused(what, "Send the data in an INSERT, or read it from an address by s3() or url().");
        }

        private EngineException refused(String what, String remedy) {
            return new EngineException(
                    291,
                    "DATABASE_ACCESS_DENIED",
                    what + " would reach this machine's files, programs or network, which SQL may not do here. "
                            + remedy + " A server of your own (CLICKHOUSE_HOST) has its own rules.");
        }
    }
}
