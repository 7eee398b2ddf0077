package io.clickreel.films.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/** Reads a film file by its content, whatever its name, and checks each value against the contract. */
public final class FilmFileReader {
    private final FilmContract contract;
    private final Path folder;
    private final long mostBytes;

    /**
     * @param folder where files are kept while they are read; made if it is missing
     * @param mostBytes of a file, and of what is in it
     */
    public FilmFileReader(FilmContract contract, Path folder, long mostBytes) {
        this.contract = contract;
        this.folder = folder;
        this.mostBytes = mostBytes;
    }

    /**
     * Reads the file to its end.
     *
     * @return the films; the caller closes them
     * @throws RefusedFileException if it is no film file, is too large, or breaks the contract
     */
    public FilmRows read(InputStream file) throws IOException, RefusedFileException {
        try (Spool raw = Spool.in(folder, mostBytes)) {
            raw.fill(file);
            Unpacking.Unpacked unpacked = new Unpacking(folder, mostBytes).unpack(raw);
            try (Spool films = unpacked.spool()) {
                return rows(unpacked.kind(), films);
            }
        } catch (Spool.FullException e) {
            throw new RefusedFileException("it is larger than dim-film.max-file-mb=" + (mostBytes >> 20)
                    + " allows; raise it if that is right");
        }
    }

    private FilmRows rows(FileKind kind, Spool films) throws IOException, RefusedFileException {
        Spool rows = Spool.in(folder, mostBytes);
        try (OutputStream out = rows.output()) {
            FilmFileSummary summary = kind == FileKind.PARQUET
                    ? new ParquetFilms(contract).read(films, out)
                    : new CsvFilms(contract).read(films, out);
            return new FilmRows(contract, rows, summary);
        } catch (IOException | RefusedFileException | RuntimeException e) {
            rows.close();
            throw e;
        }
    }
}
