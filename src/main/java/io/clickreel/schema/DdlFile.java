package io.clickreel.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One step of the schema: a file with one statement that may be run again.
 *
 * @param sha256 hash of the text; line endings make no difference, so that a checkout on Windows is the same file
 */
public record DdlFile(int version, String name, String sql, String sha256) {
    /**
     * From this version on files are of who runs Clickreel. Those below ship with it: an upgrade adds to them, whatever
     * of the others is applied already.
     */
    public static final int FIRST_OWN = 5_000;

    private static final Pattern NAME = Pattern.compile("(?<version>\\d{4})_[a-z0-9]+(_[a-z0-9]+)*\\.sql");

    static DdlFile read(Path path) {
        String name = String.valueOf(path.getFileName());
        try {
            return of(name, Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException("ddl/" + name + " cannot be read: " + e.getMessage(), e);
        }
    }

    static DdlFile of(String name, String text) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new SchemaException("ddl/" + name + " is not named like a step of the schema. Name it"
                    + " NNNN_verb_object.sql with four digits and small letters, for example 0042_add_country.sql.");
        }
        String sql = text.replace("\r\n", "\n").replace('\r', '\n');
        List<String> statements = SqlOutline.statements(sql);
        if (statements.size() != 1) {
            throw new SchemaException("ddl/" + name + " has " + statements.size() + " statements, but a step is exactly"
                    + " one, because ClickHouse cannot undo the first when the second fails. "
                    + (statements.isEmpty() ? "Write the statement or delete the file." : "Split it into files."));
        }
        if (!Idempotence.holdsFor(statements.get(0))) {
            throw new SchemaException("ddl/" + name + " cannot be run twice, and it has to be: two instances may start"
                    + " at once, and one may die before it writes down what it did. Use CREATE ... IF NOT EXISTS,"
                    + " CREATE OR REPLACE VIEW, DROP ... IF EXISTS, or ALTER TABLE with ADD COLUMN IF NOT EXISTS,"
                    + " DROP COLUMN IF EXISTS or MODIFY.");
        }
        return new DdlFile(Integer.parseInt(matcher.group("version")), name, sql, sha256(sql));
    }

    private static String sha256(String sql) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(sql.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** The statement as it is sent: without a semicolon at its end. */
    String statement() {
        String stripped = sql.strip();
        return stripped.endsWith(";") ? stripped.substring(0, stripped.length() - 1) : stripped;
    }
}
