package io.clickreel.dashboard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The questions of the {@code queries/} folder, by the names of their files. */
public final class QuestionCatalog {
    private final Map<String, Question> questions;

    private QuestionCatalog(Map<String, Question> questions) {
        this.questions = questions;
    }

    /** @throws CatalogException if the folder cannot be read or one of its files is not a question */
    public static QuestionCatalog load(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> files = entries.filter(path -> path.toString().endsWith(".sql"))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new CatalogException("The folder " + folder.toAbsolutePath() + " has no .sql file, so there is"
                        + " nothing that the dashboard could show.");
            }
            Map<String, Question> questions = new LinkedHashMap<>();
            for (Path file : files) {
                Question question = QuestionFile.parse(String.valueOf(file.getFileName()), Files.readString(file));
                questions.put(question.name(), question);
            }
            return new QuestionCatalog(questions);
        } catch (IOException e) {
            throw new CatalogException("The folder " + folder.toAbsolutePath() + " cannot be read (" + e.getMessage()
                    + "). Start Clickreel in the folder that holds queries/, or set where it is.");
        }
    }

    public Collection<Question> all() {
        return questions.values();
    }

    Question get(String name) {
        Question question = questions.get(name);
        if (question == null) {
            throw new UnknownQuestionException(
                    "There is no question '" + name + "'. There are: " + String.join(", ", questions.keySet()) + ".");
        }
        return question;
    }
}
