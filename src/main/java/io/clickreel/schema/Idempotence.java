package io.clickreel.schema;

import java.util.regex.Pattern;

/** Tells whether a statement may be run again, as happens when two instances start at once or one died half way. */
final class Idempotence {
    private static final Pattern CREATE = Pattern.compile("CREATE (?!OR REPLACE).*? IF NOT EXISTS .*");
    /** Tables cannot be replaced: they would lose their rows. */
    private static final Pattern REPLACE = Pattern.compile("CREATE OR REPLACE (VIEW|FUNCTION|DICTIONARY) .*");

    private static final Pattern DROP = Pattern.compile("DROP \\w+( \\w+)? IF EXISTS .*");
    private static final Pattern ALTER = Pattern.compile("ALTER TABLE (\\S+)( ON CLUSTER \\S+)? (?<commands>.*)");
    private static final Pattern ALTERATION =
            Pattern.compile("ADD (COLUMN|INDEX|PROJECTION|CONSTRAINT) IF NOT EXISTS .*"
                    + "|(DROP|CLEAR|RENAME|MODIFY|COMMENT) (COLUMN|INDEX|PROJECTION|CONSTRAINT) IF EXISTS .*"
                    + "|MODIFY (COLUMN|SETTING|TTL|QUERY|ORDER BY|COMMENT) .*"
                    + "|(RESET SETTING|COMMENT COLUMN|MATERIALIZE) .*");

    private Idempotence() {}

    /** @param statement as {@link SqlOutline} shows it */
    static boolean holdsFor(String statement) {
        var alter = ALTER.matcher(statement);
        if (!alter.matches()) {
            return CREATE.matcher(statement).matches()
                    || REPLACE.matcher(statement).matches()
                    || DROP.matcher(statement).matches();
        }
        String commands = alter.group("commands");
        if (commands.startsWith("MODIFY SETTING ") || commands.startsWith("RESET SETTING ")) {
            return true; // their commas separate settings, not commands
        }
        return SqlOutline.split(commands, ',').stream()
                .allMatch(command -> ALTERATION.matcher(command.strip()).matches());
    }
}
