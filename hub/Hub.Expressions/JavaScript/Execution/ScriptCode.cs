namespace Hub.Expressions.JavaScript.Execution;

/// <summary>A compiled script: its main function and the names it takes from outside.</summary>
internal sealed class ScriptCode(FunctionCode main, string source, string[] globals, IReadOnlySet<string> freeVariables)
{
    public FunctionCode Main => main;

    public string Source => source;

    public bool UsesThis { get; init; }

    /// <summary>Whether free names mean members of the global object, as in the standard; otherwise each keeps the first value it was found with.</summary>
    public bool IsStandard { get; init; }

    /// <summary>Top-level <c>var</c> names of a standard script.</summary>
    public string[] GlobalVars { get; init; } = [];

    /// <summary>Free names by index.</summary>
    public string[] Globals => globals;

    public IReadOnlySet<string> FreeVariables => freeVariables;
}
