package io.clickreel.dashboard.questions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The questions of the {@code queries/} folder, by the names of their files. Those of a stream are in a folder with its
 * name, which comes before theirs: {@code interactions/totals.sql} is the question {@code interactions-totals}. Those of
 * {@code each-stream/} are patterns for every stream.
 */
public final class QuestionCatalog implements Catalog {
    /** Without a question, for routes that are built on trial. */
    public static final QuestionCatalog NONE = new QuestionCatalog(Map.of(), Map.of());

    private static final String PARTS = "parts";
    private static final String EACH_STREAM = "each-stream";

    private final Map<String, Question> questions;
    private final Map<String, Question> ofEachStream;

    private QuestionCatalog(Map<String, Question> questions, Map<String, Question> ofEachStream) {
        this.questions = questions;
        this.ofEachStream = ofEachStream;
    }

    /** @throws CatalogException if the folder cannot be read or one of its files is not a question */
    public static QuestionCatalog load(Path folder) {
        try {
            Path partsFolder = folder.resolve(PARTS);
            Map<String, String> parts = Files.isDirectory(partsFolder) ? texts(partsFolder) : Map.of();
            Map<String, String> files = texts(folder);
            if (files.isEmpty()) {
                throw new CatalogException("The folder " + folder.toAbsolutePath() + " has no .sql file, so there is"
                        + " nothing that the dashboard could show.");
            }
            Map<String, Question> questions = new TreeMap<>();
            files.forEach((name, text) -> add(questions, QuestionFile.parse(name + ".sql", text, parts)));
            for (Path ofStream : folders(folder)) {
                texts(ofStream)
                        .forEach((name, text) -> add(
                                questions,
                                QuestionFile.parse(ofStream.getFileName() + "/" + name + ".sql", text, parts)));
            }
            Map<String, Question> ofEachStream = new TreeMap<>();
            Path eachStream = folder.resolve(EACH_STREAM);
            if (Files.isDirectory(eachStream)) {
                texts(eachStream)
                        .forEach((name, text) -> ofEachStream.put(
                                name, QuestionFile.parse(EACH_STREAM + "/" + name + ".sql", text, parts)));
            }
            return new QuestionCatalog(questions, ofEachStream);
        } catch (IOException e) {
            throw new CatalogException("The folder " + folder.toAbsolutePath() + " cannot be read (" + e.getMessage()
                    + "). Start Clickreel in the folder that holds queries/, or set where it is.");
        }
    }

    private static void add(Map<String, Question> questions, Question question) {
        if (questions.put(question.name(), question) != null) {
            throw new CatalogException("Two files of queries/ are named " + question.name() + ": with a folder's name"
                    + " before its own, a file is called like another one. Rename one of them.");
        }
    }

    /** The folders of streams, whose files are questions too. */
    private static List<Path> folders(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isDirectory)
                    .filter(each -> !each.endsWith(PARTS) && !each.endsWith(EACH_STREAM))
                    .sorted()
                    .toList();
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

    @Override
    public Collection<Question> all() {
        return questions.values();
    }

    @Override
    public Optional<Question> find(String name) {
        return Optional.ofNullable(questions.get(name));
    }

    @Override
    public boolean isWritten(String name) {
        return questions.containsKey(name);
    }

    @Override
    public List<Question> live() {
        return questions.values().stream().filter(Question::isLive).toList();
    }

    /**
     * The questions of {@code queries/each-stream/} by the names of their files: their names and texts, also within the
     * SQL, have {@code $words} where those of a stream belong.
     */
    public Map<String, Question> ofEachStream() {
        return ofEachStream;
    }
}
