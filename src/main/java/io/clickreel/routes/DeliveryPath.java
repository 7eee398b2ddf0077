package io.clickreel.routes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.LineNumberAware;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.PipelineDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.SetBodyDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetHeadersDefinition;
import org.apache.camel.model.SetPropertyDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.SetVariablesDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.StepDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.support.CamelContextHelper;

/**
 * The steps that a batch goes through, from the route of its consumer into the {@code direct:} routes. What changes nothing of
 * the batch, nor of who gets it, is left out; whatever else is no step of the delivery is refused.
 */
final class DeliveryPath {
    private final CamelContext camel;
    private final Map<String, Placed> direct;
    private final DeliverySends sends;

    private final List<DeliveryStep> steps = new ArrayList<>();
    private final Set<Placed> routes = new LinkedHashSet<>();
    private final Deque<Placed> entered = new ArrayDeque<>();
    private boolean isRefused;

    /** @param direct the {@code direct:} routes, by their URI */
    DeliveryPath(CamelContext camel, Map<String, Placed> direct) {
        this.camel = camel;
        this.direct = direct;
        this.sends = new DeliverySends(camel);
    }

    /** To be called once. */
    void walk(Placed route) {
        routes.add(route);
        entered.push(route);
        walk(route.steps());
        entered.pop();
    }

    List<DeliveryStep> steps() {
        return steps;
    }

    /** All routes that it goes through, that of the consumer first. */
    Set<Placed> routes() {
        return routes;
    }

    /** The endpoints to which it sends, as URIs. */
    Set<String> targets() {
        return sends.targets();
    }

    private void walk(List<ProcessorDefinition<?>> outputs) {
        for (ProcessorDefinition<?> step : outputs) {
            if (step.getDisabled() == null
                    || !Boolean.TRUE.equals(CamelContextHelper.parseBoolean(camel, step.getDisabled()))) {
                walk(step);
            }
        }
    }

    private void walk(ProcessorDefinition<?> step) {
        if (step instanceof StepDefinition || step instanceof PipelineDefinition) {
            walk(step.getOutputs());
        } else if (step instanceof BeanDefinition bean) {
            take(step, "bean " + bean.getRef() + "." + bean.getMethod(), "");
        } else if (step instanceof SetBodyDefinition body) {
            take(step, "setBody " + simple(body), "");
        } else if (step instanceof FilterDefinition filter) {
            hold(step, "filter " + simple(filter), "");
        } else if (step instanceof SplitDefinition split) {
            hold(step, "split " + simple(split), DeliveryRefusals.ofSplit(split));
        } else if (step instanceof TryDefinition attempt) {
            walkTry(attempt);
        } else if (step instanceof SetPropertyDefinition set && "chunk".equals(set.getName())) {
            take(step, "setProperty chunk " + simple(set), "");
        } else if (step instanceof WireTapDefinition) {
            hold(step, step.getShortName(), DeliveryRefusals.of(step)); // For Camel it is a toD.
        } else if (step instanceof ToDefinition to) {
            walkTo(step, to.getUri(), DeliveryRefusals.ofVariables(to.getVariableSend(), to.getVariableReceive()));
        } else if (step instanceof ToDynamicDefinition to) {
            walkTo(step, to.getUri(), DeliveryRefusals.ofDynamic(to, camel));
        } else if (!changesNothing(step)) {
            hold(step, step.getShortName(), DeliveryRefusals.of(step));
        }
    }

    private static boolean changesNothing(ProcessorDefinition<?> step) {
        return step instanceof LogDefinition
                || step instanceof SetVariableDefinition
                || step instanceof SetVariablesDefinition
                || step instanceof SetPropertyDefinition property && isFree(property.getName())
                || step instanceof SetHeaderDefinition header && isFree(header.getName())
                || step instanceof SetHeadersDefinition headers
                        && headers.getHeaders().stream().allMatch(header -> isFree(header.getName()));
    }

    /** Other names steer Camel and its components: which topic, which table, whether the route goes on. */
    private static boolean isFree(String name) {
        return !name.regionMatches(true, 0, "Camel", 0, 5) && !name.startsWith("kafka.") && !name.contains("{{");
    }

    private void walkTry(TryDefinition attempt) {
        String refusal = DeliveryRefusals.ofTry(attempt);
        begin(attempt, DeliveryShape.TRY, refusal);
        boolean outermost = refuse(refusal);
        walk(attempt.getOutputsWithoutCatches());
        for (CatchDefinition refused : attempt.getCatchClauses()) {
            if (refusal.isEmpty()) {
                begin(refused, DeliveryShape.REFUSED, "");
                walk(refused.getOutputs());
            }
        }
        end(attempt, DeliveryShape.TRY, refusal, outermost);
    }

    private void hold(ProcessorDefinition<?> step, String name, String refusal) {
        String why = refusal.isEmpty() && !DeliveryShape.has(name) ? DeliveryRefusals.of(step) : refusal;
        begin(step, name, why);
        boolean outermost = refuse(why);
        if (!step.isAbstract()) {
            walk(step.getOutputs());
        }
        end(step, name, why, outermost);
    }

    private void begin(ProcessorDefinition<?> step, String name, String refusal) {
        add(step, name, step.getShortName(), refusal);
    }

    private void end(ProcessorDefinition<?> step, String name, String refusal, boolean outermost) {
        if (refusal.isEmpty()) {
            steps.add(stepOf(step, name, step.getShortName(), "").end());
        } else if (outermost) {
            isRefused = false;
        }
    }

    /** What is in a step that is refused is looked at for the steps of the delivery, and not refused once more. */
    private boolean refuse(String refusal) {
        boolean outermost = !isRefused && !refusal.isEmpty();
        isRefused |= outermost;
        return outermost;
    }

    private void take(ProcessorDefinition<?> step, String name, String refusal) {
        add(
                step,
                name,
                step.getShortName(),
                refusal.isEmpty() && !DeliveryShape.has(name) ? DeliveryRefusals.of(step) : refusal);
    }

    private void add(LineNumberAware at, String name, String word, String refusal) {
        if (refusal.isEmpty() || !isRefused) {
            steps.add(stepOf(at, name, word, refusal));
        }
    }

    private DeliveryStep stepOf(LineNumberAware at, String name, String word, String refusal) {
        return new DeliveryStep(name, word, refusal, at, entered.getFirst());
    }

    private void walkTo(ProcessorDefinition<?> step, String uri, String refusal) {
        String resolved = camel.resolvePropertyPlaceholders(uri);
        Placed next = direct.get(RoutesTogether.directOf(uri));
        if (next == null) {
            next = direct.get(RoutesTogether.directOf(resolved));
        }
        if (next != null && !entered.contains(next) && refusal.isEmpty() && !resolved.contains("?")) {
            walkInto(next);
        } else if (next != null && refusal.isEmpty() && resolved.contains("?")) {
            take(step, sends.name(resolved), DeliveryRefusals.ofDirectOptions());
        } else if (!refusal.isEmpty() || !sends.changesNothing(resolved)) {
            take(step, sends.name(resolved), refusal);
        }
    }

    private void walkInto(Placed next) {
        sends.goesTo(next);
        routes.add(next);
        entered.push(next);
        walk(next.steps());
        entered.pop();
    }

    private static String simple(ExpressionNode step) {
        if (step.getExpression() == null) {
            return "";
        }
        // What stands behind "expression:" is wrapped once more.
        Object type = step.getExpression().getExpressionType();
        ExpressionDefinition expression = type instanceof ExpressionDefinition inner ? inner : step.getExpression();
        String text = String.valueOf(expression.getExpression()).strip();
        return "simple".equals(expression.getLanguage()) ? text : "by another language: " + text;
    }
}
