using System.Runtime.CompilerServices;
using Hub.JsonSchema.Json;

namespace Hub.JsonSchema.Plan;

/// <summary>One document being validated: what the keywords look at, and what they have used up.</summary>
internal ref struct Evaluation(JsonView view, Scratch scratch, int maxSteps)
{
    // Three frames of a few hundred bytes each: well under the megabyte of the smallest usual thread.
    private const int MaxNesting = 1200;

    // A level takes at most some two kilobytes before the runtime has optimized it, and at least 64 are kept: one look in sixteen is enough.
    private const int LooksAtStack = 16;

    private int _steps = maxSteps;
    private int _nesting;

    public readonly JsonView View = view;

    public readonly ReadOnlySpan<Token> Tokens = view.Tokens;

    public readonly Scratch Scratch = scratch;

    public Limit Exceeded { get; private set; }

    /// <summary>Begins one subschema on one value; false when the document has used its limits up.</summary>
    public bool Enter()
    {
        if (--_steps < 0)
        {
            Exceed(Limit.Steps);
            return false;
        }

        if (++_nesting > MaxNesting || (_nesting % LooksAtStack == 0 && !RuntimeHelpers.TryEnsureSufficientExecutionStack()))
        {
            Exceed(Limit.Depth);
        }

        return Exceeded == Limit.None;
    }

    public void Leave() => _nesting--;

    /// <summary>Counts one subschema that opens no level; false when the document has used its limits up.</summary>
    public bool Count()
    {
        if (--_steps >= 0)
        {
            return true;
        }

        Exceed(Limit.Steps);
        return false;
    }

    /// <summary>Takes the cost of a keyword that looks at many things at once.</summary>
    public bool Spend(int steps)
    {
        _steps -= steps;
        if (_steps < 0)
        {
            Exceed(Limit.Steps);
        }

        return Exceeded == Limit.None;
    }

    public void Exceed(Limit limit)
    {
        Exceeded = Exceeded == Limit.None ? limit : Exceeded;
        _steps = 0;
    }

    /// <summary>The text of a string or name, escapes resolved; valid until the next call.</summary>
    public readonly ReadOnlySpan<byte> Text(int at)
    {
        ref readonly var token = ref Tokens[at];
        return token.Escaped ? Scratch.Unescaped(View.Raw(at)) : View.Utf8.Slice(token.Start, token.Length);
    }
}
