package io.clickreel.films.file;

import io.clickreel.RootCause;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Reads films as Parquet. Only the contract's columns are read, and only one group of rows is in memory at a time. */
final class ParquetFilms {
    private final FilmContract contract;

    ParquetFilms(FilmContract contract) {
        this.contract = contract;
    }

    /**
     * Reads all films of a file.
     *
     * @param out gets the rows
     * @throws RefusedFileException if it is damaged or too large to be read, or a value breaks the contract
     */
    FilmFileSummary read(Spool file, OutputStream out) throws IOException, RefusedFileException {
        ParquetReadOptions options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new ParquetCodecs((int) Math.min(Integer.MAX_VALUE, room())))
                .build();
        try (ParquetFileReader reader = ParquetFileReader.open(new SpoolInputFile(file), options)) {
            return read(reader, out);
        } catch (Spool.FullException e) {
            throw e;
        } catch (RuntimeException | IOException e) {
            // Parquet throws exceptions of many kinds for damaged bytes.
            throw new RefusedFileException(
                    "the Parquet file is damaged, or has what this reader does not know: " + RootCause.of(e));
        }
    }

    private FilmFileSummary read(ParquetFileReader reader, OutputStream out) throws IOException, RefusedFileException {
        MessageType all = reader.getFooter().getFileMetaData().getSchema();
        String createdBy = reader.getFooter().getFileMetaData().getCreatedBy();
        List<String> names = all.getFields().stream().map(Type::getName).toList();
        FilmHeader header = new FilmHeader(contract, names);
        MessageType wanted = wanted(all, header);
        reader.setRequestedSchema(wanted);
        refuseLargeGroups(reader.getRowGroups(), wanted);
        try (FilmSink sink = new FilmSink(contract, header, out)) {
            for (PageReadStore group = reader.readNextRowGroup(); group != null; group = reader.readNextRowGroup()) {
                read(group, new ColumnReadStoreImpl(group, new NoRecords(), wanted, createdBy), all, wanted, sink);
            }
            return new FilmFileSummary(sink.rows(), header.present(), header.ignored());
        }
    }

    private static void read(
            PageReadStore group, ColumnReadStoreImpl columns, MessageType all, MessageType wanted, FilmSink sink)
            throws IOException, RefusedFileException {
        ParquetValues[] values = new ParquetValues[all.getFieldCount()];
        List<ColumnReader> readers = new ArrayList<>();
        for (Type field : wanted.getFields()) {
            ColumnReader reader = columns.getColumnReader(wanted.getColumnDescription(new String[] {field.getName()}));
            readers.add(reader);
            values[all.getFieldIndex(field.getName())] = ParquetValues.of(field.asPrimitiveType(), reader);
        }
        for (long row = 0; row < group.getRowCount(); row++) {
            sink.take("row " + (sink.rows() + 1), position -> values[position].now());
            readers.forEach(ColumnReader::consume);
        }
    }

    private MessageType wanted(MessageType all, FilmHeader header) throws RefusedFileException {
        List<Type> fields = new ArrayList<>();
        for (int i = 0; i < contract.columns().size(); i++) {
            if (header.position(i) >= 0) {
                Type field = all.getType(header.position(i));
                if (!field.isPrimitive() || field.isRepetition(Type.Repetition.REPEATED)) {
                    throw new RefusedFileException("column " + field.getName() + " holds lists or records");
                }
                ParquetValues.requireReadable(field.asPrimitiveType());
                fields.add(field);
            }
        }
        return new MessageType(all.getName(), fields);
    }

    /** The memory that is free beside the pipeline. */
    private static long room() {
        return Runtime.getRuntime().maxMemory() / 8;
    }

    /** Refuses groups that do not fit: the reader has a whole group of rows in memory, packed and unpacked. */
    private static void refuseLargeGroups(List<BlockMetaData> groups, MessageType wanted) throws RefusedFileException {
        long most = room();
        for (BlockMetaData group : groups) {
            long bytes = group.getColumns().stream()
                    .filter(chunk -> wanted.containsPath(chunk.getPath().toArray()))
                    .mapToLong((ColumnChunkMetaData chunk) -> chunk.getTotalUncompressedSize() + chunk.getTotalSize())
                    .sum();
            if (bytes > most) {
                throw new RefusedFileException("a row group of the Parquet file takes " + (bytes >> 20)
                        + " MB unpacked, and there is room for " + (most >> 20)
                        + " MB; write smaller ones (parquet.block.size), or start Clickreel with a larger heap");
            }
        }
    }

    /** Does nothing: columns are read one by one, and not as records. */
    private static final class NoRecords extends GroupConverter {
        @Override
        public Converter getConverter(int field) {
            return new PrimitiveConverter() {};
        }

        @Override
        public void start() {}

        @Override
        public void end() {}
    }
}
