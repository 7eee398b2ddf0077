package io.clickreel.dashboard.questions;

import io.clickreel.dashboard.questions.QuestionText.Line;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file of {@code queries/}: a head of {@code -- question:}, {@code -- note:}, {@code -- refresh:} and
 * {@code -- parameter:} lines that ends with the first line that is anything else but a comment, or with an empty
 * {@code --}; then one SELECT, into which {@link QuestionText} has put the parts.
 */
final class QuestionFile {
    private static final Pattern HEAD = Pattern.compile("-- (?<key>[a-z]+): (?<value>.+)");
    private static final Pattern PARAMETER = Pattern.compile(
            "(?<name>[a-z_]+)=(?<default>\\S*) (\\[(?<least>\\d+)\\.\\.(?<greatest>\\d+)] )?(?<description>\\S.*)");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(?<name>\\w+):(?<type>[^}]+)}");

    private final String file;
    private final List<Line> origins;
    private final List<String> lines;
    private final Map<String, String> types = new LinkedHashMap<>();
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private @Nullable String question;
    private @Nullable String note;
    private @Nullable Integer refreshSeconds;

    private QuestionFile(String file, List<Line> lines) {
        this.file = file;
        this.origins = lines;
        this.lines = lines.stream().map(Line::text).toList();
    }

    /** @param parts texts of {@code queries/parts}, by the names of their files */
    static Question parse(String file, String text, Map<String, String> parts) {
        return new QuestionFile(file, QuestionText.of(file, text, parts)).parse();
    }

    private Question parse() {
        int headLines = headLines();
        findPlaceholders(headLines);
        for (int i = 0; i < headLines; i++) {
            readHead(i + 1, lines.get(i));
        }
        if (question == null) {
            throw error(1, "There is no question. Begin with '-- question: ' and the question in plain words.");
        }
        for (String name : types.keySet()) {
            if (!parameters.containsKey(name)) {
                throw error(
                        lineOf("{" + name + ":"),
                        "The parameter " + name + " is used but not described. Add '-- parameter: " + name
                                + "=<default> <description>' to the head.");
            }
        }
        int slash = file.indexOf('/');
        return new Question(
                file.replaceFirst("\\.sql$", "").replace('/', '-'),
                slash < 0 ? null : file.substring(0, slash),
                false,
                question,
                note,
                refreshSeconds,
                List.copyOf(parameters.values()),
                select(headLines));
    }

    private int headLines() {
        int i = 0;
        while (i < lines.size()
                && lines.get(i).startsWith("--")
                && !lines.get(i).strip().equals("--")) {
            i++;
        }
        return i;
    }

    private void findPlaceholders(int headLines) {
        for (int i = headLines; i < lines.size(); i++) {
            if (lines.get(i).stripLeading().startsWith("--")) {
                continue;
            }
            Matcher matcher = PLACEHOLDER.matcher(lines.get(i));
            while (matcher.find()) {
                String type = matcher.group("type");
                String before = types.putIfAbsent(matcher.group("name"), type);
                if (before != null && !before.equals(type)) {
                    throw error(
                            i + 1,
                            "The parameter " + matcher.group("name") + " is " + type + " here but " + before
                                    + " above. Give it one type.");
                }
                if (!ParameterType.isSupported(type)) {
                    throw error(
                            i + 1,
                            "The parameter " + matcher.group("name") + " has the type " + type + ", which is none of "
                                    + ParameterType.SUPPORTED + ".");
                }
            }
        }
    }

    private void readHead(int line, String text) {
        Matcher matcher = HEAD.matcher(text);
        String key = matcher.matches() ? matcher.group("key") : "";
        String value = matcher.matches() ? matcher.group("value").strip() : "";
        switch (key) {
            case "question" -> question = once(line, "question", question, value);
            case "note" -> note = once(line, "note", note, value);
            case "refresh" -> refreshSeconds = readRefresh(line, value);
            case "parameter" -> readParameter(line, value);
            default ->
                throw error(
                        line,
                        "'" + text
                                + "' is no line of a head. Use '-- question: ', '-- note: ', '-- refresh: SECONDS' or"
                                + " '-- parameter: name=default description', and an empty '--' before other comments.");
        }
    }

    private String once(int line, String key, @Nullable String before, String value) {
        if (before != null) {
            throw error(line, "There is a second " + key + ". Write both into one line.");
        }
        return value;
    }

    private int readRefresh(int line, String value) {
        if (refreshSeconds != null) {
            throw error(line, "There is a second refresh. Keep the one that is meant.");
        }
        if (!value.matches("[1-9]\\d{0,5}")) {
            throw error(
                    line,
                    "'" + value + "' is no time to refresh after. Write whole seconds, from 1 to 999999, or delete the"
                            + " line: then dashboard.refresh-seconds holds.");
        }
        return Integer.parseInt(value);
    }

    private void readParameter(int line, String value) {
        Matcher matcher = PARAMETER.matcher(value);
        if (!matcher.matches()) {
            throw error(
                    line,
                    "'" + value + "' is no parameter. Write name=default description, or"
                            + " name=default [least..greatest] description.");
        }
        String name = matcher.group("name");
        String type = types.get(name);
        if (type == null) {
            throw error(line, "The parameter " + name + " is never used. Use it as {" + name + ":Type} or delete it.");
        }
        Long least = number(matcher.group("least"));
        Long greatest = number(matcher.group("greatest"));
        if (least != null && !ParameterType.of(type).isNumber()) {
            throw error(line, "The parameter " + name + " is a " + type + ", which has no range. Delete the range.");
        }
        Parameter parameter =
                new Parameter(name, type, matcher.group("default"), least, greatest, matcher.group("description"));
        try {
            parameter.encode(parameter.defaultValue());
        } catch (BadQuestionException e) {
            throw error(line, "The default does not fit. " + e.getMessage());
        }
        if (parameters.put(name, parameter) != null) {
            throw error(line, "The parameter " + name + " is described twice.");
        }
    }

    private static @Nullable Long number(@Nullable String digits) {
        return digits == null ? null : Long.valueOf(digits);
    }

    private String select(int headLines) {
        List<String> statement = new ArrayList<>();
        for (int i = headLines; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.stripLeading().startsWith("--")) {
                continue;
            }
            if (line.contains(";")) {
                throw error(i + 1, "There is a semicolon. A file is one SELECT, without a semicolon at its end.");
            }
            statement.add(line);
        }
        if (statement.isEmpty() || !statement.get(0).matches("(?i)\\s*(SELECT|WITH)\\b.*")) {
            throw error(headLines + 1, "There is no SELECT after the head.");
        }
        return String.join("\n", statement);
    }

    private int lineOf(String text) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                return i + 1;
            }
        }
        return 1;
    }

    private CatalogException error(int line, String sentence) {
        if (line > origins.size()) {
            return new CatalogException(file, line, sentence);
        }
        Line origin = origins.get(line - 1);
        return new CatalogException(origin.file(), origin.number(), sentence);
    }
}
