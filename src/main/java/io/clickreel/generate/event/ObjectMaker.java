package io.clickreel.generate.event;

import io.clickreel.generate.shared.RandomStream;
import java.util.List;

/** Makes an object, property by property in the order of the contract. */
final class ObjectMaker implements Maker {
    /**
     * @param head its name in JSON, with a colon
     * @param place of its mark in a draft
     * @param per place of the property with whose value it stays the same; -1: none
     * @param everySeconds the time after which it changes nevertheless; 0: never
     * @param seed of the values that stay the same
     */
    record Property(
            String head,
            Maker maker,
            int place,
            double absent,
            double nulls,
            int per,
            long everySeconds,
            long seed,
            boolean isKey) {

        private RandomStream random(Draft draft) {
            if (per < 0 && everySeconds == 0) {
                return draft.random;
            }
            long of = per < 0 ? 0 : RandomStream.mix(draft.marks[per]);
            long period = everySeconds == 0 ? 0 : Math.floorDiv(draft.due.getEpochSecond(), everySeconds);
            return new RandomStream(seed ^ RandomStream.mix(of + period));
        }
    }

    private final List<Property> properties;

    ObjectMaker(List<Property> properties) {
        this.properties = properties;
    }

    @Override
    public void make(Draft draft) {
        draft.json.append('{');
        int begin = draft.json.length();
        RandomStream own = draft.random;
        for (Property property : properties) {
            draft.random = property.random(draft);
            draft.marks[property.place()] = 0;
            if (!draft.random.chance(property.absent())) {
                draft.json.append(draft.json.length() == begin ? "" : ",").append(property.head());
                int from = draft.json.length();
                if (draft.random.chance(property.nulls())) {
                    draft.json.append("null");
                } else {
                    property.maker().make(draft);
                }
                draft.marks[property.place()] = draft.mark(from);
                if (property.isKey()) {
                    draft.key = draft.json.substring(from);
                }
            }
            draft.random = own;
        }
        draft.json.append('}');
    }
}
