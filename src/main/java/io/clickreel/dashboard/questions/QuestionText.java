package io.clickreel.dashboard.questions;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the parts into a question: <code>{{name}}</code> is replaced by the SQL of {@code queries/parts/name.sql}, which
 * may have parts itself. Their {@code -- parameter:} lines come to the end of the question's head, unless it describes
 * them itself.
 */
final class QuestionText {
    private static final Pattern PART = Pattern.compile("\\{\\{(?<name>\\w+)}}");
    private static final Pattern PARAMETER = Pattern.compile("-- parameter: (?<name>\\w+)=.*");

    /** A line, its file and its number, counted from 1. */
    record Line(String file, int number, String text) {
        boolean isComment() {
            return text.stripLeading().startsWith("--");
        }

        /** Whether it is a line of the head: a comment with text. */
        boolean isHead() {
            return text.startsWith("--") && !text.strip().equals("--");
        }
    }

    private final Map<String, String> parts;
    private final List<Line> head = new ArrayList<>();
    private final List<Line> statement = new ArrayList<>();
    private final Set<String> described = new HashSet<>();

    private QuestionText(Map<String, String> parts) {
        this.parts = parts;
    }

    /**
     * The question's lines.
     *
     * @param parts texts of {@code queries/parts}, by the names of their files
     * @throws CatalogException if a named part does not exist, or a part contains itself
     */
    static List<Line> of(String file, String text, Map<String, String> parts) {
        return new QuestionText(parts).put(lines(file, text));
    }

    private List<Line> put(List<Line> lines) {
        boolean inHead = true;
        for (Line line : lines) {
            inHead = inHead && line.isHead();
            if (inHead) {
                describe(line);
            } else if (line.isComment()) {
                statement.add(line);
            } else {
                statement.addAll(expanded(line, Set.of()));
            }
        }
        List<Line> all = new ArrayList<>(head);
        all.addAll(statement);
        return all;
    }

    private void describe(Line line) {
        head.add(line);
        Matcher parameter = PARAMETER.matcher(line.text());
        if (parameter.matches()) {
            described.add(parameter.group("name"));
        }
    }

    private void describeOnce(Line ofPart) {
        Matcher parameter = PARAMETER.matcher(ofPart.text());
        if (parameter.matches() && !described.contains(parameter.group("name"))) {
            describe(ofPart);
        }
    }

    /**
     * The line with its parts put in.
     *
     * @param within the parts that contain the line
     */
    private List<Line> expanded(Line line, Set<String> within) {
        String indent =
                " ".repeat(line.text().length() - line.text().stripLeading().length());
        List<Line> lines = new ArrayList<>();
        Line last = new Line(line.file(), line.number(), "");
        Matcher part = PART.matcher(line.text());
        int end = 0;
        while (part.find()) {
            last = append(last, line.text().substring(end, part.start()));
            boolean first = true;
            for (Line own : part(line, part.group("name"), within)) {
                if (first) {
                    last = new Line(own.file(), own.number(), last.text() + own.text());
                    first = false;
                } else {
                    lines.add(last);
                    last = new Line(own.file(), own.number(), indent + own.text());
                }
            }
            end = part.end();
        }
        lines.add(append(last, line.text().substring(end)));
        return lines;
    }

    /** The SQL of a part, with the parts that it contains. */
    private List<Line> part(Line user, String name, Set<String> within) {
        String text = parts.get(name);
        if (text == null) {
            throw new CatalogException(
                    user.file(),
                    user.number(),
                    "There is no part '" + name + "'. "
                            + (parts.isEmpty()
                                    ? "The folder queries/parts has none."
                                    : "There are: " + String.join(", ", parts.keySet()) + "."));
        }
        Set<String> inside = new LinkedHashSet<>(within);
        if (!inside.add(name)) {
            throw new CatalogException(
                    user.file(),
                    user.number(),
                    "The part '" + name + "' is in itself: " + String.join(" has ", inside) + " has " + name
                            + ". Take it out of one of them.");
        }
        List<Line> lines = new ArrayList<>();
        for (Line own : lines("parts/" + name + ".sql", text)) {
            if (own.isComment()) {
                describeOnce(own);
            } else {
                lines.addAll(expanded(own, inside));
            }
        }
        return lines;
    }

    private static Line append(Line line, String text) {
        return new Line(line.file(), line.number(), line.text() + text);
    }

    private static List<Line> lines(String file, String text) {
        List<Line> lines = new ArrayList<>();
        text.lines().forEach(line -> lines.add(new Line(file, lines.size() + 1, line)));
        return lines;
    }
}
