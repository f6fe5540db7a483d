using System.Text.Json;

namespace Hub.Workflows.Graph;

/// <summary>
/// Which inputs and outputs of a step its execution records keep (contract §8): the property's own setting, then the step's default,
/// then the workflow's default, then keep.
/// </summary>
internal sealed class LogPersistence
{
    private readonly bool _default;
    private readonly Dictionary<string, bool> _inputs;
    private readonly Dictionary<string, bool> _outputs;

    private LogPersistence(bool keepByDefault, Dictionary<string, bool> inputs, Dictionary<string, bool> outputs)
    {
        _default = keepByDefault;
        _inputs = inputs;
        _outputs = outputs;
    }

    public static LogPersistence Everything { get; } = new(true, [], []);

    public bool KeepsInput(string name) => _inputs.GetValueOrDefault(name, _default);

    public bool KeepsOutput(string name) => _outputs.GetValueOrDefault(name, _default);

    /// <summary>Reads the settings of a step within its workflow.</summary>
    public static LogPersistence Read(JsonElement activityProperties, JsonElement workflowProperties)
    {
        var own = Settings(activityProperties);
        var keep = Mode(own.Member("default")) ?? Mode(Settings(workflowProperties).Member("default")) ?? Mode(Settings(workflowProperties)) ?? true;
        var inputs = Named(own.Member("inputs"));
        var outputs = Named(own.Member("outputs"));
        return keep && inputs.Count == 0 && outputs.Count == 0 ? Everything : new LogPersistence(keep, inputs, outputs);
    }

    private static JsonElement Settings(JsonElement properties) =>
        properties.Member("logPersistenceConfig") is { ValueKind: JsonValueKind.Object } config ? config : properties.Member("logPersistenceMode");

    private static Dictionary<string, bool> Named(JsonElement settings)
    {
        var named = new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase);
        if (settings.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in settings.EnumerateObject())
            {
                if (Mode(member.Value) is { } keep)
                {
                    named[member.Name] = keep;
                }
            }
        }

        return named;
    }

    // A mode is text (Inherit, Include, Exclude) or a strategy's type name, whose class is called the same. An expression cannot be
    // known before the run; as everything is kept unless it is excluded, its literal text decides where it names a mode.
    private static bool? Mode(JsonElement setting)
    {
        var text = setting.ValueKind switch
        {
            JsonValueKind.String => setting.GetString(),
            JsonValueKind.Object when setting.Member("evaluationMode").AsText() == "Expression" => setting.Member("expression").Member("value").AsText(),
            JsonValueKind.Object => setting.Member("strategyType").AsText(),
            _ => null,
        };
        if (text is null)
        {
            return null;
        }

        return text.Contains("Exclude", StringComparison.OrdinalIgnoreCase) ? false
            : text.Contains("Include", StringComparison.OrdinalIgnoreCase) ? true
            : null;
    }
}
