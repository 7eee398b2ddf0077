package io.clickreel.reference;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The form of the CSV that holds the films: its header names exactly these columns, in any order. */
public final class DimFilmFile {
    static final List<String> COLUMNS = List.of(
            "film_key", "film_id", "title", "release_year", "length", "rating", "rental_duration", "category_name");

    private static final int LONGEST_HEADER_BYTES = 4096;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /**
     * Checks the header.
     *
     * @return the whole file again, header included, not read into memory
     * @throws RefusedFileException if a column is missing, unknown or there twice
     */
    public InputStream checkHeader(InputStream file) throws IOException, RefusedFileException {
        BufferedInputStream buffered = new BufferedInputStream(file, LONGEST_HEADER_BYTES);
        try {
            skipByteOrderMarkAndCheck(buffered);
            return buffered;
        } catch (IOException | RefusedFileException e) {
            // It holds one of the S3 client's connections.
            file.close();
            throw e;
        }
    }

    private static void skipByteOrderMarkAndCheck(BufferedInputStream buffered)
            throws IOException, RefusedFileException {
        buffered.mark(LONGEST_HEADER_BYTES);
        byte[] start = buffered.readNBytes(LONGEST_HEADER_BYTES);
        String text = new String(start, StandardCharsets.UTF_8);
        boolean marked = text.startsWith(BYTE_ORDER_MARK);
        check(text.substring(marked ? 1 : 0).lines().findFirst().orElse(""));
        buffered.reset();
        if (marked) {
            // ClickHouse would take it for a part of the first column's name.
            buffered.skipNBytes(BYTE_ORDER_MARK.getBytes(StandardCharsets.UTF_8).length);
        }
    }

    private static void check(String header) throws RefusedFileException {
        // Spaces around a name count: ClickHouse would pass over such a column, and store nothing for it.
        List<String> others = Arrays.stream(header.split(",", -1))
                .map(name -> name.replaceAll("^\"(.*)\"$", "$1"))
                .collect(Collectors.toCollection(ArrayList::new));
        List<String> missing =
                COLUMNS.stream().filter(column -> !others.remove(column)).toList();
        if (header.isBlank()) {
            throw new RefusedFileException("the file is empty; its first line has to be " + String.join(",", COLUMNS));
        }
        if (!missing.isEmpty() || !others.isEmpty()) {
            throw new RefusedFileException("the header has to name each of " + String.join(",", COLUMNS)
                    + " once; it lacks " + missing + ", and has beside them " + others);
        }
    }
}
