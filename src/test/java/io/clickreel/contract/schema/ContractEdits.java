package io.clickreel.contract.schema;

import java.util.List;
import java.util.Random;

/** Changes contracts as a hand that slips does, and as somebody does who tries what is taken. */
public final class ContractEdits {
    private static final List<String> PIECES = List.of(
            "\"",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\\",
            "\\u0000",
            "null",
            "true",
            "-1",
            "0",
            "1e999999999",
            "1e-2147483647",
            "1e2147483648",
            "9".repeat(1_500),
            "0.1",
            "\"type\": ",
            "\"enum\": ",
            "\"x-time\": ",
            "\"string\"",
            "\"object\"",
            "(",
            "*",
            "[^",
            "$",
            "é",
            "\ud83d",
            "\u0000",
            "\n",
            "{\"items\": ",
            "\"a\": 1, ",
            "(a*)*",
            "{9999999999}");

    /** Changes the text in one place. */
    public static void edit(StringBuilder text, Random random) {
        int at = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), at + random.nextInt(8));
        switch (random.nextInt(5)) {
            case 0 -> text.delete(at, to);
            case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
            case 2 -> text.replace(at, to, PIECES.get(random.nextInt(PIECES.size())));
            case 3 -> {
                // A value for another one: most such files are still JSON.
                int colon = text.indexOf(": ", at);
                int end = colon < 0 ? -1 : text.indexOf(",", colon);
                if (end > 0) {
                    text.replace(colon + 2, end, PIECES.get(9 + random.nextInt(PIECES.size() - 9)));
                }
            }
            default -> {
                int quote = text.indexOf("\"", at);
                if (quote >= 0 && quote + 2 < text.length()) {
                    text.setCharAt(quote + 1, (char) ('a' + random.nextInt(26)));
                }
            }
        }
    }

    private ContractEdits() {}
}
