using System.Text.Json;
using Hub.Workflows.Expressions;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Graph;

/// <summary>
/// Which inputs and outputs of a step its execution records keep (contract §8): the property's own setting, then the step's default,
/// then the workflow's default, then keep. Execution itself is not affected.
/// </summary>
internal sealed class LogPersistence
{
    private readonly Rule[] _defaults;
    private readonly Dictionary<string, Rule> _inputs;
    private readonly Dictionary<string, Rule> _outputs;
    private readonly Rule _internalState;

    private LogPersistence(Rule[] defaults, Dictionary<string, Rule> inputs, Dictionary<string, Rule> outputs, Rule internalState)
    {
        _defaults = defaults;
        _inputs = inputs;
        _outputs = outputs;
        _internalState = internalState;
        IsFixed = Array.TrueForAll(defaults, rule => rule.IsFixed) && inputs.Values.All(rule => rule.IsFixed) && outputs.Values.All(rule => rule.IsFixed) && internalState.IsFixed;
    }

    public static LogPersistence Everything { get; } = new([], [], [], default);

    /// <summary>Whether no expression decides anything, so that it is the same for each execution.</summary>
    public bool IsFixed { get; }

    public bool KeepsInput(string name) => Keeps(_inputs.GetValueOrDefault(name));

    public bool KeepsOutput(string name) => Keeps(_outputs.GetValueOrDefault(name));

    /// <summary>Whether what the activity itself noted with its execution is kept.</summary>
    public bool KeepsInternalState => Keeps(_internalState);

    /// <summary>Decides what expressions are to decide, in the scope of an execution.</summary>
    public LogPersistence Decide(ActivityContext context)
    {
        if (IsFixed)
        {
            return this;
        }

        return new LogPersistence(Array.ConvertAll(_defaults, rule => rule.Decide(context)), Decided(_inputs), Decided(_outputs), _internalState.Decide(context));

        Dictionary<string, Rule> Decided(Dictionary<string, Rule> rules) => rules.ToDictionary(rule => rule.Key, rule => rule.Value.Decide(context), rules.Comparer);
    }

    /// <summary>Reads the settings of a step within its workflow.</summary>
    /// <param name="compile">Compiles an expression that decides.</param>
    public static LogPersistence Read(JsonElement activityProperties, JsonElement workflowProperties, Func<JsonElement, CompiledExpression> compile)
    {
        var own = Settings(activityProperties);
        var ofWorkflow = Settings(workflowProperties);
        if (!own.IsSet() && !ofWorkflow.IsSet())
        {
            return Everything;
        }

        var defaults = new[] { own.Member("default"), own, ofWorkflow.Member("default"), ofWorkflow }.Select(setting => Rule.Read(setting, compile)).Where(rule => rule.IsGiven).ToArray();
        return new LogPersistence(defaults, Named(own.Member("inputs"), compile), Named(own.Member("outputs"), compile), Rule.Read(own.Member("internalState"), compile));
    }

    private bool Keeps(Rule own)
    {
        if (own.Fixed is { } decided)
        {
            return decided;
        }

        foreach (var rule in _defaults)
        {
            if (rule.Fixed is { } inherited)
            {
                return inherited;
            }
        }

        return true;
    }

    private static JsonElement Settings(JsonElement properties) =>
        properties.Member("logPersistenceConfig") is { ValueKind: JsonValueKind.Object } config ? config : properties.Member("logPersistenceMode");

    private static Dictionary<string, Rule> Named(JsonElement settings, Func<JsonElement, CompiledExpression> compile)
    {
        var named = new Dictionary<string, Rule>(StringComparer.OrdinalIgnoreCase);
        if (settings.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in settings.EnumerateObject())
            {
                if (Rule.Read(member.Value, compile) is { IsGiven: true } rule)
                {
                    named[member.Name] = rule;
                }
            }
        }

        return named;
    }

    /// <summary>One setting: keep, leave out, or an expression that says which; nothing means inherit.</summary>
    private readonly record struct Rule(bool? Fixed, CompiledExpression? Expression)
    {
        public bool IsFixed => Expression is null;

        public bool IsGiven => Fixed is not null || Expression is not null;

        // A mode is text (Inherit, Include, Exclude) or a strategy's type name, whose class is called the same.
        public static Rule Read(JsonElement setting, Func<JsonElement, CompiledExpression> compile)
        {
            if (setting.ValueKind == JsonValueKind.Object && setting.Member("evaluationMode").AsText() is "Expression" or "1")
            {
                return setting.Member("expression") is not { ValueKind: JsonValueKind.Object } expression ? default
                    : compile(expression) is var compiled && compiled is ConstantExpression constant ? new Rule(Mode(constant.Value.AsText()), null)
                    : new Rule(null, compiled);
            }

            return new Rule(Mode(setting.ValueKind == JsonValueKind.Object ? setting.Member("strategyType").AsText() : setting.ValueKind == JsonValueKind.String ? setting.GetString() : null), null);
        }

        // One that cannot be evaluated keeps nothing: it was written to protect something.
        public Rule Decide(ActivityContext context)
        {
            if (Expression is null)
            {
                return this;
            }

            // Between bursts nothing can be evaluated.
            if (context.Instance.Run is null)
            {
                return new Rule(false, null);
            }

            try
            {
                return new Rule(Mode(Expression.Evaluate(context).AsText()), null);
            }
            catch (ExpressionFailedException)
            {
                return new Rule(false, null);
            }
        }

        private static bool? Mode(string? text) =>
            text is null ? null
            : text.Contains("Exclude", StringComparison.OrdinalIgnoreCase) ? false
            : text.Contains("Include", StringComparison.OrdinalIgnoreCase) ? true
            : null;
    }
}
