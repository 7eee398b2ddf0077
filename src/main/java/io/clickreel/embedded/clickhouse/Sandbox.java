package io.clickreel.embedded.clickhouse;

import java.util.Set;

/**
 * Refuses SQL that would read or write this machine's files or run its programs.
 *
 * <p>A ClickHouse server refuses these by itself; the library, made for a user's own process, does not. What can be
 * refused by grants is (see {@link EngineConfig}); this covers the rest: file() as a scalar function, table engines,
 * dictionary sources, INTO OUTFILE and FROM INFILE.
 */
final class Sandbox {
    private static final Set<String> LOCAL = Set.of(
            "file",
            "filecluster",
            "filelog",
            "filesystem",
            "executable",
            "executablepool",
            "sqlite",
            "embeddedrocksdb",
            "iceberglocal",
            "iceberglocalcluster",
            "deltalakelocal",
            "paimonlocal",
            "python",
            "arrowstream");

    /** Words after which a name is that of a table or column list, not of a function. */
    private static final Set<String> BEFORE_A_NAME = Set.of("into", "table", "exists", "view", "to", ".");

    private Sandbox() {}

    static void check(byte[] sql) {
        SqlTokens token = new SqlTokens(sql, sql.length);
        String before = "";
        String name = "";
        while (token.next()) {
            if (token.isSign('(') && LOCAL.contains(name) && !BEFORE_A_NAME.contains(before)) {
                throw new EngineException(
                        291,
                        "DATABASE_ACCESS_DENIED",
                        "'" + name
                                + "' would reach this machine's files or programs, which SQL may not do here. Send the"
                                + " data in an INSERT, or read it from an address by s3() or url().");
            }
            if (token.is("OUTFILE") && name.equals("into")) {
                throw new EngineException(
                        358,
                        "INTO_OUTFILE_NOT_ALLOWED",
                        "INTO OUTFILE is not allowed: it is for the command"
                                + " line client. Read the answer of the request instead.");
            }
            if (token.is("INFILE") && name.equals("from")) {
                throw new EngineException(
                        78,
                        "UNKNOWN_TYPE_OF_QUERY",
                        "Query has infile and was send directly to"
                                + " server: FROM INFILE is for the command line client. Send the data in the request.");
            }
            boolean named = token.kind == SqlTokens.Kind.WORD || token.kind == SqlTokens.Kind.QUOTED_NAME;
            before = name;
            name = named ? token.name() : token.isSign('.') ? "." : "";
        }
    }
}
