package io.clickreel.dashboard.questions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The questions of the {@code queries/} folder, by the names of their files. */
public final class QuestionCatalog {
    private final Map<String, Question> questions;

    private QuestionCatalog(Map<String, Question> questions) {
        this.questions = questions;
    }

    /** @throws CatalogException if the folder cannot be read or one of its files is not a question */
    public static QuestionCatalog load(Path folder) {
        try {
            Path partsFolder = folder.resolve("parts");
            Map<String, String> parts = Files.isDirectory(partsFolder) ? texts(partsFolder) : Map.of();
            Map<String, String> files = texts(folder);
            if (files.isEmpty()) {
                throw new CatalogException("The folder " + folder.toAbsolutePath() + " has no .sql file, so there is"
                        + " nothing that the dashboard could show.");
            }
            Map<String, Question> questions = new LinkedHashMap<>();
            files.forEach((name, text) -> questions.put(name, QuestionFile.parse(name + ".sql", text, parts)));
            return new QuestionCatalog(questions);
        } catch (IOException e) {
            throw new CatalogException("The folder " + folder.toAbsolutePath() + " cannot be read (" + e.getMessage()
                    + "). Start Clickreel in the folder that holds queries/, or set where it is.");
        }
    }

    /** The texts of a folder's {@code .sql} files by their names, without {@code .sql}. */
    private static Map<String, String> texts(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(".sql")) {
                    texts.put(name.substring(0, name.length() - ".sql".length()), Files.readString(file));
                }
            }
        }
        return texts;
    }

    public Collection<Question> all() {
        return questions.values();
    }

    Question get(String name) {
        Question question = questions.get(name);
        if (question == null) {
            throw new UnknownQuestionException("There is no question " + Quoted.of(name) + ". There are: "
                    + String.join(", ", questions.keySet()) + ".");
        }
        return question;
    }
}
