using System.Text.Json;

namespace Hub.Workflows.Activities;

/// <summary>One input of a kind of activity. Its property in the activity's JSON is the name in camelCase.</summary>
public sealed record InputDescriptor
{
    /// <summary>PascalCase name.</summary>
    public required string Name { get; init; }

    /// <summary>Type alias (contract §1.4).</summary>
    public string TypeName { get; init; } = "Object";

    /// <summary>Label; null derives one from the name.</summary>
    public LocalizedText? DisplayName { get; init; }

    /// <summary>Explanation under the editor.</summary>
    public LocalizedText Description { get; init; } = LocalizedText.None;

    /// <summary>Whether the JSON wraps it in <c>{typeName, expression}</c>; otherwise it is plain JSON.</summary>
    public bool IsWrapped { get; init; } = true;

    /// <summary>Name of the designer's editor.</summary>
    public string UIHint { get; init; } = "singleline";

    /// <summary>Tab or group in the designer.</summary>
    public LocalizedText? Category { get; init; }

    /// <summary>The value when the activity's JSON gives none; not set means none.</summary>
    public JsonElement DefaultValue { get; init; }

    /// <summary>Expression syntax that the editor opens with.</summary>
    public string? DefaultSyntax { get; init; }

    /// <summary>Whether the designer only shows it.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Whether its value must never be stored or shown (credentials).</summary>
    public bool IsSensitive { get; init; }

    /// <summary>Whether the designer shows it.</summary>
    public bool IsBrowsable { get; init; } = true;

    /// <summary>Whether it stands for an input of a definition used as an activity.</summary>
    public bool IsSynthetic { get; init; }

    /// <summary>Whether the engine evaluates it before the activity runs; otherwise the activity asks for it.</summary>
    public bool AutoEvaluate { get; init; } = true;

    /// <summary>What a drop-down list offers, where its texts are not its values; <see cref="UISpecifications"/> says everything else.</summary>
    public IReadOnlyList<InputChoice> Choices { get; init; } = [];

    /// <summary>Settings of the designer's editor; an empty object when there are none.</summary>
    public JsonElement UISpecifications { get; init; } = JsonValues.EmptyObject;
}
