package io.clickreel.jmx;

import java.util.ArrayList;
import java.util.List;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.TabularData;
import javax.management.openmbean.TabularDataSupport;
import javax.management.openmbean.TabularType;
import org.jspecify.annotations.Nullable;

/** A table in the types that every JMX client knows. */
final class JmxTable {
    private final CompositeType row;
    private final TabularData data;
    private final String[] names;

    private JmxTable(CompositeType row, TabularData data, String[] names) {
        this.row = row;
        this.data = data;
        this.names = names;
    }

    /** One column: what its values mean, with their unit, and their type. */
    record Column(String name, String description, OpenType<?> type) {}

    /** @param columns the first one is the key */
    static JmxTable of(String name, String description, Column... columns) {
        List<String> names = new ArrayList<>();
        List<String> descriptions = new ArrayList<>();
        List<OpenType<?>> types = new ArrayList<>();
        for (Column column : columns) {
            names.add(column.name());
            descriptions.add(column.description());
            types.add(column.type());
        }
        String[] ordered = names.toArray(new String[0]);
        try {
            CompositeType row = new CompositeType(
                    name + " row",
                    description,
                    ordered,
                    descriptions.toArray(new String[0]),
                    types.toArray(new OpenType<?>[0]));
            return new JmxTable(
                    row,
                    new TabularDataSupport(new TabularType(name, description, row, new String[] {ordered[0]})),
                    ordered);
        } catch (OpenDataException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param values of the columns, in their order; a second row of one key is left out: a partition may just change hands */
    void add(@Nullable Object... values) {
        if (data.containsKey(new Object[] {values[0]})) {
            return;
        }
        try {
            data.put(new CompositeDataSupport(row, names, values));
        } catch (OpenDataException e) {
            throw new IllegalStateException(e);
        }
    }

    TabularData data() {
        return data;
    }
}
