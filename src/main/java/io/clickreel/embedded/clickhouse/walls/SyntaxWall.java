package io.clickreel.embedded.clickhouse.walls;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.clickreel.embedded.clickhouse.engine.Engine;
import io.clickreel.embedded.clickhouse.engine.EngineConfig;
import io.clickreel.embedded.clickhouse.engine.EngineConnection;
import io.clickreel.embedded.clickhouse.engine.EngineException;
import io.clickreel.embedded.clickhouse.engine.QueryResult;
import io.clickreel.embedded.clickhouse.engine.SqlText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
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
public final class SyntaxWall {
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

    /** Functions of values that reach outside. No right of the engine's user bounds them. */
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

    /** Those whose text holds a table's columns, with defaults: it has to be here to be looked at. */
    private static final Set<String> TEXT_FUNCTIONS =
            Set.of("format", "fuzzjson", "generaterandom", "input", "null", "s3", "url", "values");

    /** Functions and engines whose arguments name another table: in this engine a path is the name of one. */
    private static final Set<String> NAMING_FUNCTIONS = Set.of(
            "alias",
            "buffer",
            "hascolumnintable",
            "mergetreeanalyzeindexes",
            "mergetreeindex",
            "mergetreeprojection",
            "mergetreetextindex");

    /** What may be called within the brackets of url() and s3(). */
    private static final Set<String> REQUEST_PARTS = Set.of("headers", "extra_credentials");

    /** They would have text that was not looked at read as SQL. */
    private static final Set<String> DATA_SETTINGS =
            Set.of("input_format_values_interpret_expressions", "input_format_values_deduce_templates_of_expressions");

    /** A word that stands for a value, not for a name. */
    private static final Set<String> VALUE_WORDS = Set.of("NULL", "TRUE", "FALSE", "INF", "NAN", "DEFAULT");

    /** Globs stay within what they begin with; a list of addresses does not. */
    private static final Pattern ONE_ADDRESS = Pattern.compile("(?:[^,|{}]|\\{[^{}]*})*+");

    private static final Pattern LAMBDA_FIRST = Pattern.compile("(array|map)[A-Z]\\w*");

    private static final Pattern ENGINES = Pattern.compile(
            "(aggregating|coalescing|collapsing|graphite|replacing|summing|versionedcollapsing)?mergetree|alias|atomic|buffer|dictionary|generaterandom|join|log|materializedview"
                    + "|memory|merge|null|ordinary|set|stripelog|tinylog|view");

    private static final Set<String> SYSTEM_COMMANDS =
            Set.of("CANCEL", "CLEAR", "DROP", "FLUSH", "PAUSE", "REFRESH", "START", "STOP", "SYNC", "WAIT");

    private static final Set<String> MAKING = Set.of("CREATE", "ATTACH", "REPLACE");

    /** Words of these, after which a name with brackets is that of a table and its columns, not of a function. */
    private static final Set<String> BEFORE_A_TABLE = Set.of("TABLE", "EXISTS", "VIEW", "TO", ".");

    /** A column's definition can hold any expression, and some functions take definitions as text. */
    private static final Pattern DEFINITION =
            Pattern.compile("\\b(default|materialized|alias|ephemeral)\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern FORMATTING =
            Pattern.compile(": (In scope|while executing).*(?= \\(\\w+\\))", Pattern.DOTALL);
    private static final int CACHED_BYTES = 4 << 20;

    private final Engine engine;
    private final List<RemoteAddress> remote;
    private final Set<String> refusedFunctions;
    private final Pattern engines;
    private final Cache<ByteBuffer, Boolean> passed = Caffeine.newBuilder()
            .maximumWeight(CACHED_BYTES)
            .weigher((ByteBuffer sql, Boolean yes) -> sql.remaining())
            .build();

    /** @param remote what url(), s3() and the Kafka engine may reach */
    SyntaxWall(Engine engine, List<RemoteAddress> remote) {
        this.engine = engine;
        this.remote = remote;
        boolean kafka = remote.stream().anyMatch(address -> address.scheme().equals("kafka"));
        this.engines = kafka ? Pattern.compile(ENGINES.pattern() + "|kafka") : ENGINES;
        // What is not known to be harmless is refused, so that a newer engine's additions are too.
        refusedFunctions = new HashSet<>(VALUE_FUNCTIONS);
        refusedFunctions.add("disk");
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
     * @param parameters the values of the statement's {name:Type}
     * @throws EngineException if it reaches outside, or is no statement
     */
    public void check(byte[] sql, Map<String, String> parameters) {
        ByteBuffer key = ByteBuffer.wrap(sql);
        if (!parameters.isEmpty() || passed.getIfPresent(key) == null) {
            new Look(written(sql), parameters).over();
            if (parameters.isEmpty()) {
                passed.put(key, true);
            }
        }
    }

    /**
     * Looks at an INSERT's data in format Values, which may hold any expression.
     *
     * @return false if it is not written as SQL would be, and so must not be read as SQL
     */
    public boolean checkValues(byte[] data) {
        if (isPlain(data)) {
            return true;
        }
        byte[] written;
        try {
            written = written(
                    ("SELECT " + new String(data, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1));
        } catch (EngineException e) {
            return false;
        }
        new Look(written, Map.of()).over();
        return true;
    }

    private static boolean isPlain(byte[] data) {
        SqlTokens token = new SqlTokens(data, data.length);
        while (token.next()) {
            boolean number = token.kind == SqlTokens.Kind.WORD && Character.isDigit(data[token.start]);
            if (token.kind == SqlTokens.Kind.QUOTED_NAME
                    || (token.kind == SqlTokens.Kind.WORD
                            && !number
                            && !VALUE_WORDS.contains(token.text().toUpperCase(Locale.ROOT)))) {
                return false;
            }
        }
        return true;
    }

    /** @throws EngineException for a setting that names a file, or another language than SQL */
    public void checkSetting(String name, String value) {
        checkSettingName(name);
        new Look(new byte[0], Map.of()).definitions(value);
    }

    private static void checkSettingName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (EngineConfig.FIXED_SETTINGS.contains(lower) || DATA_SETTINGS.contains(lower)) {
            throw new EngineException(
                    452,
                    "SETTING_CONSTRAINT_VIOLATION",
                    "Setting " + name + " should not be changed: it would name a file or host, or have text read as SQL"
                            + " that was not looked at.");
        }
    }

    /** The statement as the engine writes it; as UTF-8. */
    public byte[] written(byte[] sql) {
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

    /** Whether a name would be taken for the path of a file outside the folder that the engine works in. */
    private static boolean isPath(String name) {
        return name.startsWith("/") || name.startsWith("~") || name.contains("..") || name.contains("://");
    }

    /** An open bracket: what stands before it, and which of its arguments is being looked at. */
    private static final class Bracket {
        final String behind;
        final String name;
        boolean strict;
        int argument;

        Bracket(String behind, String name, boolean strict) {
            this.behind = behind;
            this.name = name;
            this.strict = strict;
        }
    }

    /** One walk over a statement's words. */
    private final class Look {
        private final SqlTokens token;
        private final Map<String, String> parameters;
        private final Deque<Bracket> brackets = new ArrayDeque<>();
        /** What came before the current word, the nearest first; names without their quotes. */
        private final String[] before = {"", "", "", ""};

        private boolean bareName;
        private String first = "";
        private int position;
        private boolean settings;
        private boolean select;

        Look(byte[] written, Map<String, String> parameters) {
            this.token = new SqlTokens(written, written.length);
            this.parameters = parameters;
        }

        void over() {
            while (token.next()) {
                if (before[1].equals("PARALLEL") && before[0].equals("WITH")) {
                    position = 0;
                    settings = false;
                    select = false;
                }
                position++;
                String text = token.text();
                if (position == 1) {
                    first = text;
                }
                select |= text.equals("SELECT");
                statement(text);
                clause(text);
                argument(text);
                if (token.kind == SqlTokens.Kind.STRING) {
                    definitions(SqlText.unquoted(text));
                }
                System.arraycopy(before, 0, before, 1, before.length - 1);
                before[0] = token.kind == SqlTokens.Kind.QUOTED_NAME ? SqlText.unquoted(text) : text;
                bareName = token.kind == SqlTokens.Kind.QUOTED_NAME
                        || (token.kind == SqlTokens.Kind.WORD
                                && !Character.isDigit(text.charAt(0))
                                && !VALUE_WORDS.contains(text.toUpperCase(Locale.ROOT)));
            }
        }

        private void statement(String text) {
            switch (first) {
                case "BACKUP", "RESTORE", "EXECUTE" -> outside(first);
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
                    if (first.equals("ATTACH") && before[0].equals("FROM") && token.kind == SqlTokens.Kind.STRING) {
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
            if (token.isSign('(') && isRefused(before[0]) && !isTable()) {
                outside("'" + before[0] + "'");
            }
            if (before[0].equals("APPLY") && isRefused(name)) {
                outside("'" + name + "'");
            }
            // A function's name alone is a lambda there.
            if (token.isSign(',')
                    && before[1].equals("(")
                    && isValueFunction(before[0])
                    && LAMBDA_FIRST.matcher(before[2]).matches()) {
                lambda(before[0]);
            }
            if (named
                    && before[0].equals("(")
                    && before[1].equals("(")
                    && isValueFunction(name)
                    && isLambdaInBrackets()) {
                lambda(name);
            }
            if (before[1].equals("ENGINE")
                    && before[0].equals("=")
                    && token.kind != SqlTokens.Kind.STRING
                    && !engines.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
                outside("ENGINE = " + name);
            }
            if (text.equals("OUTFILE") && before[0].equals("INTO")) {
                throw new EngineException(
                        358,
                        "INTO_OUTFILE_NOT_ALLOWED",
                        "INTO OUTFILE is not allowed: it is for the command line client. Read the answer of the request"
                                + " instead.");
            }
            if (text.equals("INFILE") && before[0].equals("FROM")) {
                throw new EngineException(
                        78,
                        "UNKNOWN_TYPE_OF_QUERY",
                        "Query has infile and was send directly to server: FROM INFILE is for the command line client."
                                + " Send the data in the request.");
            }
            if (token.kind == SqlTokens.Kind.QUOTED_NAME && isPath(name) && !isAlias()) {
                throw refused("`" + name + "`", "It would be taken for a file: give tables names that are no paths.");
            }
            if (text.equals("Identifier") && before[0].equals(":") && before[2].equals("{")) {
                parameter(before[1]);
            }
            settings |= text.equals("SETTINGS");
            if (settings && named) {
                checkSettingName(name);
            }
        }

        private boolean isLambdaInBrackets() {
            for (Bracket bracket : brackets) {
                if (!bracket.behind.equals("(")) {
                    return LAMBDA_FIRST.matcher(bracket.behind).matches();
                }
            }
            return false;
        }

        private void lambda(String name) {
            throw refused("'" + name + "'", "If it is a column, name its table too: t." + name + ".");
        }

        private boolean isAlias() {
            return before[0].equals("AS") && !(MAKING.contains(first) && !select);
        }

        /** A name that comes as a parameter is not in the text that the engine has written. */
        private void parameter(String name) {
            String value = parameters.get(name);
            if (value == null) {
                throw refused("{" + name + ":Identifier}", "A name has to come with the request: param_" + name + ".");
            }
            if (isPath(value) || isValueFunction(value)) {
                throw refused("'" + value + "', the value of " + name + ",", "It is no name of a table or column.");
            }
        }

        /** Within the brackets of a function whose arguments the engine would read as more than values. */
        private void argument(String text) {
            Bracket inner = brackets.peek();
            if (inner != null && inner.strict) {
                strictArgument(inner, text);
            }
            if (token.isSign('(')) {
                String name = before[0].toLowerCase(Locale.ROOT);
                boolean here = bareName && (TEXT_FUNCTIONS.contains(name) || NAMING_FUNCTIONS.contains(name));
                brackets.push(new Bracket(before[0], here && !isTable() ? name : "", here && !isTable()));
            } else if (token.isSign(')') && inner != null) {
                brackets.pop();
            } else if (token.isSign(',') && inner != null) {
                inner.argument++;
                // Rows may hold expressions; only the first argument of values() can be their columns.
                inner.strict &= !inner.name.equals("values");
            }
        }

        private void strictArgument(Bracket bracket, String text) {
            boolean start = before[0].equals("(");
            if (bracket.name.equals("format") && start && token.kind == SqlTokens.Kind.STRING && text.contains("{")) {
                // The function that puts values into a text has the same name as that which reads a format.
                bracket.strict = false;
                return;
            }
            boolean address = bracket.name.equals("url") || bracket.name.equals("s3");
            if (address && start && !isAllowedAddress()) {
                throw refused(
                        "'" + bracket.name + "'",
                        remote.isEmpty()
                                ? "Name the address in embedded.clickhouse.remote-addresses first."
                                : "It takes an address that begins with one of embedded.clickhouse.remote-addresses.");
            }
            boolean naming = NAMING_FUNCTIONS.contains(bracket.name);
            if (naming && token.kind == SqlTokens.Kind.STRING && isPath(SqlText.unquoted(text))) {
                outside(bracket.name + "(" + text + ")");
            }
            boolean part = address && REQUEST_PARTS.contains(before[0]);
            boolean row = bracket.name.equals("values") && start;
            if ((token.isSign('(') && !part && !(row && before[0].equals("("))) || token.isSign('{')) {
                written(bracket);
            }
            if ((text.equals("SELECT") || text.equals("WITH")) && start) {
                written(bracket);
            }
            boolean named = (naming && !bracket.name.equals("hascolumnintable"))
                    || (bracket.name.equals("format") && bracket.argument == 0)
                    || (bracket.name.equals("s3") && bracket.argument == 1 && before[0].equals("NOSIGN"));
            if (bareName && !named && (token.isSign(',') || token.isSign(')'))) {
                boolean value = before[1].equals("=") && before[2].equals("format");
                if (!value) {
                    written(bracket);
                }
            }
        }

        private void written(Bracket bracket) {
            throw refused(
                    "An expression or a name within the brackets of '" + bracket.name + "'",
                    "Write each of its arguments as a text in quotes.");
        }

        private boolean isAllowedAddress() {
            String address = SqlText.unquoted(token.text());
            return token.kind == SqlTokens.Kind.STRING
                    && remote.stream()
                            .filter(allowed -> !allowed.scheme().equals("kafka"))
                            .anyMatch(allowed -> address.startsWith(allowed.text())
                                    && ONE_ADDRESS
                                            .matcher(address.substring(
                                                    allowed.text().length()))
                                            .matches());
        }

        private boolean isRefused(String name) {
            return refusedFunctions.contains(name.toLowerCase(Locale.ROOT));
        }

        private boolean isValueFunction(String name) {
            return VALUE_FUNCTIONS.contains(name.toLowerCase(Locale.ROOT));
        }

        /** Whether the last word is a table's name, and what follows its columns. */
        private boolean isTable() {
            String word = before[1];
            boolean making = MAKING.contains(first) && !select;
            return (making && BEFORE_A_TABLE.contains(word))
                    || (first.equals("INSERT") && !select && (word.equals("INTO") || word.equals(".")))
                    || ((making || first.equals("ALTER")) && word.equals("PROJECTION"))
                    // The engine writes what is to be altered in brackets.
                    || (first.equals("ALTER") && brackets.isEmpty() && position <= 6 && BEFORE_A_TABLE.contains(word));
        }

        void definitions(String text) {
            if (text.indexOf('(') >= 0 && DEFINITION.matcher(text).find()) {
                byte[] definition;
                try {
                    definition = SyntaxWall.this.written(
                            ("CREATE TABLE t (" + text + ") ENGINE = Null").getBytes(StandardCharsets.UTF_8));
                } catch (EngineException e) {
                    // It is some other text.
                    return;
                }
                new Look(definition, Map.of()).over();
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
