using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Execution;

/// <summary>A compiled expression.</summary>
internal abstract class ExpressionCode
{
    public abstract JsValue Evaluate(Frame frame);

    /// <summary>Evaluates a callee: its function, and the <c>this</c> it is called with.</summary>
    public virtual JsValue EvaluateCallee(Frame frame, out JsValue self)
    {
        self = JsValue.Undefined;
        return Evaluate(frame);
    }
}

/// <summary>A compiled statement.</summary>
internal abstract class StatementCode
{
    public abstract Flow Execute(Frame frame);
}

/// <summary>Where a value goes: found first, then read or written, in the order the standard wants.</summary>
internal abstract class TargetCode
{
    public virtual void Find(Frame frame, out Place place) => place = default;

    public abstract JsValue Read(Frame frame, ref Place place);

    public abstract void Write(Frame frame, in Place place, JsValue value);

    /// <summary>Finds and writes at once.</summary>
    public void Assign(Frame frame, JsValue value)
    {
        Find(frame, out var place);
        Write(frame, place, value);
    }
}

/// <summary>The object and key behind a member target; unused by variables.</summary>
internal struct Place
{
    public JsValue Target;

    /// <summary>The value between the brackets, until it is turned into <see cref="Key"/>; <see cref="JsValue.Empty"/> then.</summary>
    public JsValue Name;

    public PropertyKey Key;

    /// <summary>Turns the name into a key, once: that may run code of the script, so it waits until the value is read or written (§6.2.5.5).</summary>
    public void Settle(Evaluation run)
    {
        if (!Name.IsEmpty)
        {
            Key = Coerce.ToKey(run, Name);
            Name = JsValue.Empty;
        }
    }
}
