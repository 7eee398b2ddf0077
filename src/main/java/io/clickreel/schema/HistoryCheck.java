package io.clickreel.schema;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares the folder with the history and refuses what contradicts it. */
final class HistoryCheck {
    private HistoryCheck() {}

    /**
     * The files that are still to be applied.
     *
     * @throws SchemaException if an applied file was edited, renamed or removed, or a new one comes before applied ones
     */
    static List<DdlFile> pending(List<DdlFile> files, List<SchemaHistory.Entry> history) {
        Map<Integer, DdlFile> byVersion =
                files.stream().collect(Collectors.toMap(DdlFile::version, Function.identity()));
        int newestShipped = 0;
        int newestOwn = 0;
        for (SchemaHistory.Entry entry : history) {
            DdlFile file = byVersion.get(entry.version());
            if (file == null) {
                throw new SchemaException("ddl/" + entry.file() + " was applied at " + entry.appliedAt()
                        + " but is not in the folder. Restore it with git; to undo what it did, write a new file. If"
                        + " this is an older Clickreel on a newer database, start the newer one.");
            }
            checkSame(file, entry);
            if (isOwn(entry.version())) {
                newestOwn = Math.max(newestOwn, entry.version());
            } else {
                newestShipped = Math.max(newestShipped, entry.version());
            }
        }
        Map<Integer, SchemaHistory.Entry> applied = history.stream()
                .collect(Collectors.toMap(SchemaHistory.Entry::version, Function.identity(), (one, same) -> one));
        List<DdlFile> pending =
                files.stream().filter(f -> !applied.containsKey(f.version())).toList();
        for (DdlFile file : pending) {
            int newestApplied = isOwn(file.version()) ? newestOwn : newestShipped;
            if (file.version() < newestApplied) {
                throw new SchemaException("ddl/" + file.name() + " is new, but comes before version "
                        + String.format("%04d", newestApplied) + ", which is applied already. Rename it to "
                        + String.format("%04d", lastVersion(files, isOwn(file.version())) + 1)
                        + "_...: steps only go forward.");
            }
        }
        return pending;
    }

    private static void checkSame(DdlFile file, SchemaHistory.Entry entry) {
        if (!file.name().equals(entry.file())) {
            throw new SchemaException("Version " + String.format("%04d", entry.version()) + " was applied as ddl/"
                    + entry.file() + " but the folder has ddl/" + file.name() + ". Give the file its old name back, or"
                    + " a new version if it is another step.");
        }
        if (!file.sha256().equals(entry.sha256())) {
            throw new SchemaException("ddl/" + file.name() + " was changed after it was applied at " + entry.appliedAt()
                    + " by " + entry.appliedBy() + ": " + firstDifference(entry.sql(), file.sql())
                    + " An applied file is never edited. Restore it with `git checkout -- ddl/" + file.name()
                    + "` and write the change as a new file.");
        }
    }

    private static String firstDifference(String appliedSql, String fileSql) {
        List<String> before = appliedSql.lines().toList();
        List<String> after = fileSql.lines().toList();
        for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
            String was = i < before.size() ? before.get(i) : "";
            String is = i < after.size() ? after.get(i) : "";
            if (!was.equals(is)) {
                return "line " + (i + 1) + " was '" + was.strip() + "' and is now '" + is.strip() + "'.";
            }
        }
        return "only the end of its last line differs.";
    }

    private static boolean isOwn(int version) {
        return version >= DdlFile.FIRST_OWN;
    }

    private static int lastVersion(List<DdlFile> files, boolean own) {
        return files.stream()
                .mapToInt(DdlFile::version)
                .filter(version -> isOwn(version) == own)
                .max()
                .orElseThrow();
    }
}
