using Hub.Expressions.JavaScript.Library;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Execution;

/// <summary>The left side of a binding: gives a value to a target, or takes it apart.</summary>
internal abstract class PatternCode
{
    public abstract void Bind(Frame frame, JsValue value);
}

internal sealed class TargetPattern(TargetCode target) : PatternCode
{
    public TargetCode Target => target;

    public override void Bind(Frame frame, JsValue value) => target.Assign(frame, value);
}

/// <summary>A part of a pattern: a member target is found before its value is read, as the standard orders.</summary>
internal readonly struct PatternPart(PatternCode pattern, ExpressionCode? fallback)
{
    public void Find(Frame frame, out Place place)
    {
        place = default;
        (pattern as TargetPattern)?.Target.Find(frame, out place);
    }

    public void Bind(Frame frame, in Place place, JsValue value)
    {
        if (value.IsUndefined && fallback is not null)
        {
            value = fallback.Evaluate(frame);
        }

        if (pattern is TargetPattern simple)
        {
            simple.Target.Write(frame, place, value);
        }
        else
        {
            pattern.Bind(frame, value);
        }
    }
}

internal sealed class ArrayPatternCode(PatternPart?[] parts, PatternCode? rest) : PatternCode
{
    public override void Bind(Frame frame, JsValue value)
    {
        var run = frame.Run;
        run.CheckStack();
        var iteration = Iteration.Over(run, value);
        try
        {
            foreach (var part in parts)
            {
                var place = default(Place);
                part?.Find(frame, out place);
                iteration.MoveNext(run, out var item);
                part?.Bind(frame, place, item);
            }

            if (rest is not null)
            {
                var part = new PatternPart(rest, null);
                part.Find(frame, out var place);
                var list = new JsArray(run);
                while (iteration.MoveNext(run, out var item))
                {
                    run.Step();
                    list.Append(run, item);
                }

                part.Bind(frame, place, list);
            }
        }
        catch (JsThrow)
        {
            iteration.CloseQuietly(run);
            throw;
        }
        catch (CoroutineReturn)
        {
            // Only an error is worth more than what the iterator says at its end.
            iteration.Close(run);
            throw;
        }

        iteration.Close(run);
    }
}

internal sealed class ObjectPatternCode((PropertyKey Key, ExpressionCode? Computed, PatternPart Part)[] parts, PatternCode? rest, int position) : PatternCode
{
    public override void Bind(Frame frame, JsValue value)
    {
        var run = frame.Run;
        run.CheckStack();
        if (value.IsNullish)
        {
            run.Position = position;
            throw run.TypeError($"Cannot destructure '{Coerce.ToText(run, value)}'");
        }

        List<PropertyKey>? taken = rest is null ? null : [];
        foreach (var (fixedKey, computed, part) in parts)
        {
            var key = computed is null ? fixedKey : Coerce.ToKey(run, computed.Evaluate(frame));
            taken?.Add(key);
            part.Find(frame, out var place);
            part.Bind(frame, place, Members.Get(run, value, key, position));
        }

        if (rest is not null)
        {
            var part = new PatternPart(rest, null);
            part.Find(frame, out var place);
            var others = run.NewObject(0);
            ObjectLibrary.CopyData(run, value, others, taken!);
            part.Bind(frame, place, others);
        }
    }
}
