using System.Text.RegularExpressions;
using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Text;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>A regular expression; its pattern is translated when first used.</summary>
internal sealed class JsRegExp : JsObject
{
    private CompiledRegExp? compiled;

    public JsRegExp(Evaluation run, JsObject prototype, string pattern, string flags)
        : base(prototype)
    {
        run.Charge(200);
        Pattern = pattern;
        Flags = flags;
        Map.Add("lastIndex", 0, PropertyFlags.Writable);
    }

    public override string ClassName => "RegExp";

    /// <summary>Whether the script added no property of its own, such as another exec.</summary>
    public bool HasOnlyLastIndex => Map.Count == 1;

    public string Pattern { get; private set; }

    public string Flags { get; private set; }

    public IReadOnlyList<(string Name, int Number)> Names(Evaluation run) => Compiled(run).Names;

    public void Recompile(Evaluation run, string pattern, string flags)
    {
        (Pattern, Flags, compiled) = (pattern, flags, null);
        Compiled(run);
        Put(run, "lastIndex", 0);
    }

    public CompiledRegExp Compiled(Evaluation run)
    {
        try
        {
            return compiled ??= RegExpCache.Get(Pattern, Flags, run.RegExpTimeout);
        }
        catch (RegExpError error)
        {
            throw run.Error(IntrinsicId.SyntaxErrorPrototype, $"Invalid regular expression: {error.Message}");
        }
    }

    /// <summary>One match from a position on, within the time budget.</summary>
    public Match Match(Evaluation run, string text, int start)
    {
        run.StepMany(text.Length / 64);
        run.Charge(200);
        try
        {
            var match = Compiled(run).Regex.Match(text, start);
            run.Step();
            return match;
        }
        catch (RegexMatchTimeoutException)
        {
            throw run.OutOf("time", "time", "de temps");
        }
    }
}
