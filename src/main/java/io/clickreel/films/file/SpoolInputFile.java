package io.clickreel.films.file;

import java.io.IOException;
import java.nio.channels.Channels;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A {@link Spool} as Parquet reads it. */
final class SpoolInputFile implements InputFile {
    private final Spool spool;

    SpoolInputFile(Spool spool) {
        this.spool = spool;
    }

    @Override
    public long getLength() throws IOException {
        return spool.size();
    }

    @Override
    public SeekableInputStream newStream() {
        SpoolChannel channel = spool.channel();
        return new DelegatingSeekableInputStream(Channels.newInputStream(channel)) {
            @Override
            public long getPos() {
                return channel.position();
            }

            @Override
            public void seek(long to) {
                channel.seek(to);
            }
        };
    }

    @Override
    public String toString() {
        return "the file";
    }
}
