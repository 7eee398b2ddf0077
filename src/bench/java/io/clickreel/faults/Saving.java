package io.clickreel.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/** The ways in which editors and tools save a file. */
enum Saving {
    /** It is emptied and written. */
    IN_PLACE {
        @Override
        void save(Path file, String text, Random random) throws IOException {
            Files.writeString(file, text);
        }
    },
    /** What stands there after the first step is half a file. */
    IN_TWO_STEPS {
        @Override
        void save(Path file, String text, Random random) throws IOException, InterruptedException {
            int half = text.length() / 2;
            Files.writeString(file, text.substring(0, half));
            Thread.sleep(random.nextInt(150));
            Files.writeString(file, text.substring(half), StandardOpenOption.APPEND);
        }
    },
    /** A new file takes the place of the old one. */
    BY_RENAME {
        @Override
        void save(Path file, String text, Random random) throws IOException {
            move(Files.writeString(file.resolveSibling("edited"), text), file);
        }
    },
    /** The file is a link, which leads to another version from now on: as Kubernetes does with a ConfigMap. */
    BY_LINK {
        @Override
        void save(Path file, String text, Random random) throws IOException {
            Path version = Files.createTempDirectory(file.getParent(), "..version");
            Files.writeString(version.resolve(file.getFileName()), text);
            Path link = file.resolveSibling("link");
            Files.createSymbolicLink(
                    link,
                    Path.of(version.getFileName().toString(), file.getFileName().toString()));
            move(link, file);
        }
    };

    abstract void save(Path file, String text, Random random) throws IOException, InterruptedException;

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
