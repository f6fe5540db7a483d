using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Execution;

/// <summary>One running call: its variables that no closure captures, and what its statements hand to each other.</summary>
internal sealed class Frame(Evaluation run, int locals)
{
    public readonly Evaluation Run = run;
    public readonly JsValue[] Locals = locals == 0 ? [] : new JsValue[locals];
    public HeapScope? Heap;
    public JsValue This;

    /// <summary>For an arrow made before <c>super()</c> ran: the frame of the constructor around, whose <c>this</c> it shares.</summary>
    public Frame? Constructor;
    public ScriptFunction? Function;
    public JsObject? NewTarget;
    public JsValue Result;
    public Coroutine? Coroutine;

    /// <summary>The label that a break or continue looks for; 0 for the nearest.</summary>
    public int JumpLabel;

    public HeapScope HeapAt(int hops)
    {
        var scope = Heap!; // the compiler counted the scopes
        for (; hops > 0; hops--)
        {
            scope = scope.Parent!;
        }

        return scope;
    }
}
