using System.Text;
using System.Text.RegularExpressions;
using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Text;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>What a literal in a script remembers of its pattern: the compiled form, which holds no state of an evaluation.</summary>
internal sealed class PatternSite
{
    public CompiledRegExp? LastUsed { get; set; }
}

/// <summary>A regular expression; its pattern is translated when first used.</summary>
internal sealed class JsRegExp : JsObject
{
    private CompiledRegExp? compiled;
    private PatternSite? site;

    public JsRegExp(Evaluation run, JsObject prototype, string pattern, string flags, PatternSite? site = null)
        : base(prototype)
    {
        run.Charge(200);
        this.site = site;
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
        (Pattern, Flags, compiled, site) = (pattern, flags, null, null);
        Compiled(run);
        Put(run, "lastIndex", 0);
    }

    public CompiledRegExp Compiled(Evaluation run)
    {
        if (compiled is not null)
        {
            return compiled;
        }

        var timeout = run.RegExpTimeout;
        if (site?.LastUsed is { } known && known.Regex.MatchTimeout == timeout)
        {
            return compiled = known;
        }

        try
        {
            compiled = RegExpCache.Get(Pattern, Flags, timeout);
            if (site is not null)
            {
                site.LastUsed = compiled;
            }

            return compiled;
        }
        catch (RegExpError error)
        {
            throw run.Error(IntrinsicId.SyntaxErrorPrototype, $"Invalid regular expression: {error.Message}");
        }
    }

    /// <summary>All matches replaced by a text without anything to fill in. Only for the global flag, without unicode or sticky.</summary>
    public string ReplaceAll(Evaluation run, string text, string replacement)
    {
        try
        {
            StringBuilder? output = null;
            var next = 0;
            foreach (var match in Compiled(run).Regex.EnumerateMatches(text))
            {
                run.Step();
                run.StepMany(text.Length / 64);
                run.Charge(((match.Index - next) + replacement.Length) * 4L);
                output ??= new StringBuilder(text.Length + replacement.Length);
                output.Append(text, next, match.Index - next).Append(replacement);
                next = match.Index + match.Length;
            }

            run.Step();
            return output is null ? text : output.Append(text, next, text.Length - next).ToString();
        }
        catch (RegexMatchTimeoutException)
        {
            throw run.OutOf("time", "time", "de temps");
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
