package io.clickreel.embedded.clickhouse.http.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** How the data of a type is laid out in format Native: enough to walk over it, not to understand it. */
sealed interface NativeLayout {
    /** The name by which a Dynamic holds the values of those types that are too many for it. */
    String SHARED = "SharedVariant";

    /** The first revision with the second version of Dynamic and JSON. */
    int DYNAMIC_2 = 54473;

    /** Passes the prefix that comes once before all data of a column. */
    default void passPrefix(NativePassage passage) throws IOException {}

    void passRows(NativePassage passage, long rows) throws IOException;

    record Fixed(int width) implements NativeLayout {
        @Override
        public void passRows(NativePassage passage, long rows) throws IOException {
            passage.skip(rows, width);
        }
    }

    record Text() implements NativeLayout {
        @Override
        public void passRows(NativePassage passage, long rows) throws IOException {
            passage.skipTexts(rows);
        }
    }

    /** A byte for each row, then all values, those of the nulls too. */
    record Nullable(NativeLayout values) implements NativeLayout {
        @Override
        public void passPrefix(NativePassage passage) throws IOException {
            values.passPrefix(passage);
        }

        @Override
        public void passRows(NativePassage passage, long rows) throws IOException {
            passage.skip(rows);
            values.passRows(passage, rows);
        }
    }

    /** The end of each array in the values, then the values of all. */
    record Array(NativeLayout values) implements NativeLayout {
        @Override
        public void passPrefix(NativePassage passage) throws IOException {
            values.passPrefix(passage);
        }

        @Override
        public void passRows(NativePassage passage, long rows) throws IOException {
            if (rows == 0) {
                return;
            }
            passage.skip(rows - 1, Long.BYTES);
            values.passRows(passage, passage.readLong());
        }
    }

    record Tuple(List<NativeLayout> elements) implements NativeLayout {
        @Override
        public void passPrefix(NativePassage passage) throws IOException {
            for (NativeLayout element : elements) {
                element.passPrefix(passage);
            }
        }

        @Override
        public void passRows(NativePassage passage, long rows) throws IOException {
            for (NativeLayout element : elements) {
                element.passRows(passage, rows);
            }
        }
    }

    /** The distinct values, then for each row the number of its value. */
    record LowCardinality(NativeLayout keys) implements NativeLayout {
        private static final int HAS_KEYS = 1 << 9;

        @Override
        public void passPrefix(NativePassage passage) throws IOException {
            passage.readLong();
        }

        @Override
        public void passRows(NativePassage passage, long rows) throws IOException {
            for (long left = rows; left > 0; ) {
                long head = passage.readLong();
                if ((head & HAS_KEYS) != 0) {
                    keys.passRows(passage, passage.readLong());
                }
                long indexes = passage.readLong();
                passage.skip(indexes, 1 << (head & 3));
                left -= indexes;
            }
        }
    }

    /** The number of a type for each row, then for each type all its values. */
    record Variant(List<NativeLayout> types) implements NativeLayout {
        @Override
        public void passPrefix(NativePassage passage) throws IOException {
            long mode = passage.readLong();
            if (mode != 0) {
                throw new IOException("a Variant is written in the unknown mode " + mode);
            }
            for (NativeLayout type : types) {
                type.passPrefix(passage);
            }
        }

        @Override
        public void passRows(NativePassage passage, long rows) throws IOException {
            passCounted(passage, rows, 1, types);
        }

        /** A number that belongs to no type means NULL, which has no value. */
        private static void passCounted(NativePassage passage, long rows, int numberBytes, List<NativeLayout> types)
                throws IOException {
            long[] counts = new long[types.size()];
            for (long i = 0; i < rows; i++) {
                int number = passage.readByte();
                if (numberBytes == 2) {
                    number |= passage.readByte() << 8;
                }
                if (number < counts.length) {
                    counts[number]++;
                }
            }
            for (int i = 0; i < counts.length; i++) {
                types.get(i).passRows(passage, counts[i]);
            }
        }
    }

    /** A Variant whose types are in its prefix; older revisions have one more count before them. */
    final class Dynamic implements NativeLayout {
        private static final int PLAIN = 1;
        private static final int FLATTENED = 3;

        private final int revision;
        private List<NativeLayout> types = List.of();
        private int numberBytes = 1;

        Dynamic(int revision) {
            this.revision = revision;
        }

        @Override
        public void passPrefix(NativePassage passage) throws IOException {
            long version = passVersion(passage, revision, PLAIN);
            List<String> names = new ArrayList<>();
            for (long left = passage.readVarint(); left > 0; left--) {
                names.add(passage.readText());
            }
            if (version != FLATTENED) {
                // The types are sorted by name, and the shared one is not written down.
                names.add(SHARED);
                names.sort(null);
                passage.readLong();
            }
            types = names.stream()
                    .map(name -> name.equals(SHARED) ? new Text() : TypeLayouts.of(name, revision))
                    .toList();
            numberBytes = version == FLATTENED && types.size() > 0xff ? 2 : 1;
            for (NativeLayout type : types) {
                type.passPrefix(passage);
            }
        }

        @Override
        public void passRows(NativePassage passage, long rows) throws IOException {
            Variant.passCounted(passage, rows, numberBytes, types);
        }
    }

    /** A column for each typed path, one for each dynamic path, and one for the paths beyond max_dynamic_paths. */
    final class Json implements NativeLayout {
        private static final int PLAIN = 0;
        private static final int AS_TEXT = 1;
        private static final int FLATTENED = 3;

        private final int revision;
        private final List<NativeLayout> typed;
        private List<NativeLayout> parts = List.of();

        Json(int revision, List<NativeLayout> typed) {
            this.revision = revision;
            this.typed = typed;
        }

        @Override
        public void passPrefix(NativePassage passage) throws IOException {
            long version = passVersion(passage, revision, PLAIN);
            if (version == AS_TEXT) {
                parts = List.of(new Text());
                return;
            }
            parts = new ArrayList<>(typed);
            for (long left = passage.readVarint(); left > 0; left--) {
                passage.readText();
                parts.add(new Dynamic(revision));
            }
            if (version != FLATTENED) {
                parts.add(new Array(new Tuple(List.of(new Text(), new Text()))));
            }
            for (NativeLayout part : parts) {
                part.passPrefix(passage);
            }
        }

        @Override
        public void passRows(NativePassage passage, long rows) throws IOException {
            for (NativeLayout part : parts) {
                part.passRows(passage, rows);
            }
        }
    }

    /** Passes the version of a Dynamic or a JSON, and raises the first one to 2 where the revision wants that. */
    private static long passVersion(NativePassage passage, int revision, int first) throws IOException {
        long version = passage.removeLong();
        boolean raised = version == first && revision >= DYNAMIC_2;
        passage.insert(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(raised ? 2 : version)
                .array());
        if (raised) {
            passage.removeVarint();
        } else if (version == first) {
            passage.readVarint();
        }
        return version;
    }
}
