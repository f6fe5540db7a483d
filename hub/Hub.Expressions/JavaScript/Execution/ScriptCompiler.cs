using Hub.Expressions.JavaScript.Library;
using Hub.Expressions.JavaScript.Syntax;

namespace Hub.Expressions.JavaScript.Execution;

/// <summary>Turns a syntax tree into code. What the whole script shares: its source and its free names.</summary>
internal sealed class ScriptCompiler(string source)
{
    private readonly Dictionary<string, int> globals = [];

    public string Source => source;

    /// <summary>Whether <c>this</c> stands anywhere, so that the main function needs its value.</summary>
    public bool UsesThis { get; set; }

    public static ScriptCode Compile(ScriptSyntax script)
    {
        var compiler = new ScriptCompiler(script.Source);
        var main = new FunctionCompiler(compiler, script.Main, isMain: true).Compile(string.Empty);
        var names = compiler.globals.OrderBy(static pair => pair.Value).Select(static pair => pair.Key).ToArray();
        var free = names.Where(static name => !GlobalLibrary.Table.Contains(name)).ToHashSet(StringComparer.Ordinal);
        return new ScriptCode(main, script.Source, names, free)
        {
            UsesThis = compiler.UsesThis,
            IsStandard = script.IsStandard,
            GlobalVars = script.IsStandard ? [.. script.Main.Scope.Bindings.Where(static binding => binding.Kind == BindingKind.Var).Select(static binding => binding.Name)] : [],
        };
    }

    public int GlobalIndex(string name)
    {
        if (!globals.TryGetValue(name, out var index))
        {
            index = globals.Count;
            globals.Add(name, index);
        }

        return index;
    }
}
