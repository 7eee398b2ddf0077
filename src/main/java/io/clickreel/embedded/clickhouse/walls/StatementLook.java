package io.clickreel.embedded.clickhouse.walls;

import io.clickreel.clickhouse.SqlTokens;
import io.clickreel.embedded.clickhouse.engine.EngineException;
import io.clickreel.embedded.clickhouse.engine.SqlText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Walks over a statement as the engine has formatted it, and refuses what reaches outside the data folder. */
final class StatementLook {
    private static final Set<String> MAKING = Set.of("CREATE", "ATTACH", "REPLACE");

    /** Words after which a name with brackets is that of a table and its columns, not of a function. */
    private static final Set<String> BEFORE_A_TABLE = Set.of("TABLE", "EXISTS", "VIEW", "TO", ".");

    private static final Pattern LAMBDA_FIRST = Pattern.compile("(array|map)[A-Z]\\w*");

    private final AllowedNames allowed;
    private final SqlTokens token;
    private final Map<String, String> parameters;
    private final Consumer<String> definitions;
    private final Deque<Bracket> brackets = new ArrayDeque<>();
    /** What came before the current word, the nearest first; names without their quotes. */
    private final String[] before = {"", "", "", ""};

    private boolean bareName;
    private String first = "";
    private int position;
    private boolean settings;
    private boolean select;

    /** @param definitions gets each quoted text that may hold definitions of columns, to check it */
    StatementLook(AllowedNames allowed, byte[] written, Map<String, String> parameters, Consumer<String> definitions) {
        this.allowed = allowed;
        this.token = new SqlTokens(written);
        this.parameters = parameters;
        this.definitions = definitions;
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
                definitions.accept(SqlText.unquoted(text));
            }
            System.arraycopy(before, 0, before, 1, before.length - 1);
            before[0] = token.kind == SqlTokens.Kind.QUOTED_NAME ? SqlText.unquoted(text) : text;
            bareName = token.kind == SqlTokens.Kind.QUOTED_NAME
                    || (token.kind == SqlTokens.Kind.WORD
                            && !Character.isDigit(text.charAt(0))
                            && !AllowedNames.isValue(text));
        }
    }

    private void statement(String text) {
        switch (first) {
            case "BACKUP", "RESTORE", "EXECUTE" -> outside(first);
            case "SYSTEM" -> {
                if (position == 2 && !AllowedNames.isSystemCommand(text)) {
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
                // No other kind of statement can do more than its clauses say.
            }
        }
    }

    private void clause(String text) {
        boolean named = token.kind == SqlTokens.Kind.WORD || token.kind == SqlTokens.Kind.QUOTED_NAME;
        String name = named ? SqlText.unquoted(text) : "";
        if (token.isSign('(') && allowed.isRefused(before[0]) && !isTable()) {
            outside("'" + before[0] + "'");
        }
        if (before[0].equals("APPLY") && allowed.isRefused(name)) {
            outside("'" + name + "'");
        }
        // Here a function's name alone is used as a lambda.
        if (token.isSign(',')
                && before[1].equals("(")
                && AllowedNames.isRefusedValue(before[0])
                && LAMBDA_FIRST.matcher(before[2]).matches()) {
            lambda(before[0]);
        }
        if (named
                && before[0].equals("(")
                && before[1].equals("(")
                && AllowedNames.isRefusedValue(name)
                && isLambdaInBrackets()) {
            lambda(name);
        }
        if (before[1].equals("ENGINE")
                && before[0].equals("=")
                && token.kind != SqlTokens.Kind.STRING
                && !allowed.isEngine(name)) {
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
        if (token.kind == SqlTokens.Kind.QUOTED_NAME && AllowedNames.isPath(name) && !isAlias()) {
            throw refused("`" + name + "`", "It would be taken for a file: give tables names that are no paths.");
        }
        if (text.equals("Identifier") && before[0].equals(":") && before[2].equals("{")) {
            parameter(before[1]);
        }
        settings |= text.equals("SETTINGS");
        if (settings && named) {
            AllowedNames.checkSetting(name);
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

    /** Checks a name that comes as a parameter: the text that the engine has written does not show it. */
    private void parameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw refused("{" + name + ":Identifier}", "A name has to come with the request: param_" + name + ".");
        }
        if (AllowedNames.isPath(value) || AllowedNames.isRefusedValue(value)) {
            throw refused("'" + value + "', the value of " + name + ",", "It is no name of a table or column.");
        }
    }

    /** Follows the brackets, and checks the arguments of functions that the engine would read as more than values. */
    private void argument(String text) {
        Bracket inner = brackets.peek();
        if (inner != null && inner.strict) {
            strictArgument(inner, text);
        }
        if (token.isSign('(')) {
            String name = before[0].toLowerCase(Locale.ROOT);
            boolean here = bareName && AllowedNames.isReadAsSql(name);
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
            // This is the other function named format, which puts values into a text.
            bracket.strict = false;
            return;
        }
        boolean address = bracket.name.equals("url") || bracket.name.equals("s3");
        if (address && start && !(token.kind == SqlTokens.Kind.STRING && allowed.isAddress(SqlText.unquoted(text)))) {
            throw refused(
                    "'" + bracket.name + "'",
                    !allowed.hasAddresses()
                            ? "Name the address in embedded.clickhouse.remote-addresses first."
                            : "It takes an address that begins with one of embedded.clickhouse.remote-addresses.");
        }
        boolean naming = AllowedNames.namesTables(bracket.name);
        if (naming && token.kind == SqlTokens.Kind.STRING && AllowedNames.isPath(SqlText.unquoted(text))) {
            outside(bracket.name + "(" + text + ")");
        }
        boolean part = address && AllowedNames.isPartOfRequest(before[0]);
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

    /** Whether the word before the bracket is a table's name, so that its columns follow. */
    private boolean isTable() {
        String word = before[1];
        boolean making = MAKING.contains(first) && !select;
        return (making && BEFORE_A_TABLE.contains(word))
                || (first.equals("INSERT") && !select && (word.equals("INTO") || word.equals(".")))
                || ((making || first.equals("ALTER")) && word.equals("PROJECTION"))
                // The engine puts what is altered into brackets.
                || (first.equals("ALTER") && brackets.isEmpty() && position <= 6 && BEFORE_A_TABLE.contains(word));
    }

    private void outside(String what) {
        throw refused(what, "Send the data in an INSERT, or read it from an address by s3() or url().");
    }

    private EngineException refused(String what, String remedy) {
        return new EngineException(
                291,
                "DATABASE_ACCESS_DENIED",
                what + " would reach this machine's files, programs or network, which SQL may not do here. " + remedy
                        + " A server of your own (CLICKHOUSE_HOST) has its own rules.");
    }

    /** An open bracket: the name before it, and which of its arguments is being checked. */
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
}
