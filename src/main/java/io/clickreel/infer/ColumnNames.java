package io.clickreel.infer;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of columns that need no quotes in SQL, each once. */
final class ColumnNames {
    /** Longer ones are cut. */
    static final int LONGEST = 100;

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0," + (LONGEST - 1) + "}");

    private final Set<String> taken = new HashSet<>();

    /** Keeps a name from being given. */
    void take(String name) {
        taken.add(name);
    }

    /** Whether a name can be a column as it is. */
    boolean isFree(String name) {
        return PLAIN.matcher(name).matches() && !SqlWords.areReserved(name) && !taken.contains(name);
    }

    /** A name that is like the wanted one, and from now on taken. */
    String give(String wanted) {
        String name = wanted;
        if (!isFree(name)) {
            name = plain(wanted);
            String first = SqlWords.areReserved(name) ? name + "_value" : name;
            name = first;
            for (int i = 2; !isFree(name); i++) {
                name = first + "_" + i;
            }
        }
        taken.add(name);
        return name;
    }

    private static String plain(String wanted) {
        String ascii = Normalizer.normalize(wanted.replace("ß", "ss"), Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^A-Za-z0-9]+", "_")
                .replaceAll("^_+|_+$", "");
        String cut = ascii.substring(0, Math.min(ascii.length(), LONGEST - 20));
        return cut.isEmpty() ? "field" : Character.isDigit(cut.charAt(0)) ? "field_" + cut : cut;
    }
}
