package io.clickreel.contract.schema;

import java.util.List;

/**
 * Rewrites a regular expression of ECMA-262, which JSON Schema asks for, for RE2, which needs no more time and no more
 * stack for a hostile text than for another one.
 *
 * <p>What RE2 cannot do is refused, and so is what ECMA-262 does not know: other validators of the same contract would
 * read it differently.
 */
final class EcmaPattern extends EcmaCharacters {
    /** RE2's stack grows with the states, and its time with states times text. */
    static final int MOST_STATES = 1_000;

    private static final int MOST_GROUPS = 50;
    /** What looks for any character at all, and must not find one: the very end. */
    private static final List<String> VERY_ENDS = List.of(
            "(?![\\s\\S])", "(?![\\S\\s])", "(?![\\d\\D])", "(?![\\D\\d])", "(?![\\w\\W])", "(?![\\W\\w])", "(?![^])");

    private final StringBuilder rewritten = new StringBuilder();
    /** One letter for each part outside of groups: A begin, C class, + or *, Z end, x any other. */
    private final StringBuilder shape = new StringBuilder();

    private String lastClass = "";
    private int groups;
    private final long states;

    /** @throws IllegalArgumentException if it cannot be had; the message says what of it, and what to write instead */
    EcmaPattern(String written) {
        super(written);
        this.states = alternatives();
        if (at < written.length()) {
            throw wrong("there is no ( for this )");
        }
    }

    /** The same for RE2. */
    String rewritten() {
        return rewritten.toString();
    }

    /** How many states RE2 is in at most. */
    int states() {
        return (int) states;
    }

    /** The class, if the whole is one, repeated from the begin to the end; else empty. */
    String oneClass() {
        return shape.toString().matches("AC[+*]Z") ? lastClass : "";
    }

    private long alternatives() {
        long sum = 0;
        while (at < written.length() && written.charAt(at) != ')') {
            if (written.charAt(at) == '|') {
                at++;
                note('|');
                rewritten.append('|');
                sum++;
            } else {
                sum += part();
            }
            if (sum > MOST_STATES) {
                throw wrong(
                        "up to here it can be in more than " + MOST_STATES + " states, which takes too long for"
                                + " each text. Say by minLength and maxLength how long a text is, and by enum which texts there are");
            }
        }
        return sum;
    }

    private long part() {
        int from = at;
        String end = VERY_ENDS.stream()
                .filter(each -> written.startsWith(each, from))
                .findFirst()
                .orElse("$");
        if (written.startsWith(end, at)) {
            at += end.length();
            return assertion("\\z", 'Z');
        }
        if (written.startsWith("^", at)) {
            at++;
            return assertion("\\A", 'A');
        }
        if (written.startsWith("\\b", at) || written.startsWith("\\B", at)) {
            at += 2;
            return assertion(written.substring(from, at), 'x');
        }
        return repeated(atom());
    }

    private long assertion(String of, char letter) {
        rewritten.append(of);
        note(letter);
        if (at < written.length() && "*+?".indexOf(written.charAt(at)) >= 0) {
            throw wrong("there is nothing to repeat before it");
        }
        return 1;
    }

    private long atom() {
        int character = written.codePointAt(at);
        switch (character) {
            case '(' -> {
                return group();
            }
            case '[' -> {
                at++;
                return isClass(characterClass());
            }
            case '.' -> {
                at++;
                return isClass("[^\\n\\r\\x{2028}\\x{2029}]");
            }
            case '\\' -> {
                StringBuilder escaped = new StringBuilder();
                int escapedCharacter = escape(escaped, false);
                return escapedCharacter < 0 ? isClass("[" + escaped + ']') : literal(escapedCharacter);
            }
            case '*', '+', '?' -> throw wrong("there is nothing to repeat before it");
            default -> {
                if (character == '{' && quantifierEnd() > 0) {
                    throw wrong("there is nothing to repeat before it");
                }
                at += Character.charCount(character);
                return literal(character);
            }
        }
    }

    private long literal(int character) {
        note('x');
        append(rewritten, character);
        return 1;
    }

    private long isClass(String text) {
        note('C');
        lastClass = text;
        rewritten.append(text);
        return 1;
    }

    private long group() {
        if (written.startsWith("(?", at) && !written.startsWith("(?:", at)) {
            boolean looksBehind = written.startsWith("(?<=", at) || written.startsWith("(?<!", at);
            int name = written.indexOf('>', at);
            if (looksBehind || !written.startsWith("(?<", at) || name < 0) {
                throw wrong(
                        looksBehind || written.startsWith("(?=", at) || written.startsWith("(?!", at)
                                ? "it looks ahead or behind, for which the time has no bound. Say it by other keywords, such"
                                        + " as enum, minLength or anyOf, or by a pattern without it"
                                : "ECMA-262 has no such group. Write (?: and for both cases of a letter [aA]");
            }
            at = name + 1;
        } else {
            at += written.startsWith("(?:", at) ? 3 : 1;
        }
        if (++groups > MOST_GROUPS) {
            throw wrong("its groups are nested deeper than " + MOST_GROUPS + ". Write it flatter");
        }
        rewritten.append("(?:");
        long inside = alternatives();
        if (at == written.length()) {
            throw wrong("there is no ) for a (");
        }
        at++;
        groups--;
        rewritten.append(')');
        note('x');
        return inside + 1;
    }

    /** The states of what stands before, which may be repeated. */
    private long repeated(long once) {
        if (at == written.length()) {
            return once;
        }
        char sign = written.charAt(at);
        int end = sign == '{' ? quantifierEnd() : -1;
        long times = 1;
        if ("*+?".indexOf(sign) >= 0) {
            end = at + 1;
            note(sign);
        } else if (end > 0) {
            String[] counts = written.substring(at + 1, end - 1).split(",", -1);
            times = Math.max(count(counts[0]), counts.length < 2 || counts[1].isEmpty() ? 0 : count(counts[1]));
            if (counts.length > 1 && !counts[1].isEmpty() && count(counts[1]) < count(counts[0])) {
                throw wrong("the first number is larger than the second");
            }
            note('x');
        } else {
            return once;
        }
        if (once * times > MOST_STATES) {
            throw wrong("it repeats too often; more than " + MOST_STATES + " states take too long for each text. Say by"
                    + " minLength and maxLength how long a text is");
        }
        rewritten.append(written, at, end);
        at = end;
        if (at < written.length() && written.charAt(at) == '?') {
            rewritten.append('?');
            at++;
        }
        if (at < written.length() && ("*+?".indexOf(written.charAt(at)) >= 0 || quantifierEnd() > 0)) {
            throw wrong("what is repeated already cannot be repeated");
        }
        return once * Math.max(1, times) + 1;
    }

    /** The first place behind the {1,2} that begins here; -1 if there is none. */
    private int quantifierEnd() {
        int end = written.indexOf('}', at);
        return end > 0 && written.substring(at, end + 1).matches("\\{[0-9]+(?:,[0-9]*)?}") ? end + 1 : -1;
    }

    private long count(String digits) {
        return digits.length() > 4 ? MOST_STATES + 1L : Long.parseLong(digits);
    }

    private void note(char part) {
        if (groups == 0) {
            shape.append(part);
        }
    }
}
