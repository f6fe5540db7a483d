using System.Text.Json;

namespace Hub.Workflows.Activities;

/// <summary>What a kind of activity is, for the designer and for the engine (Elsa's activity descriptor).</summary>
public sealed record ActivityDescriptor
{
    /// <summary>Full type name, such as <c>Elsa.WriteLine</c>.</summary>
    public required string TypeName { get; init; }

    /// <summary>Version of the type, from 1; (type name, version) is unique.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Group in the designer's toolbox; <c>A/B</c> nests.</summary>
    public required LocalizedText Category { get; init; }

    /// <summary>Title in the toolbox.</summary>
    public required LocalizedText DisplayName { get; init; }

    /// <summary>What it does, in one sentence.</summary>
    public LocalizedText Description { get; init; } = LocalizedText.None;

    /// <summary>How the designer and the runtime treat it.</summary>
    public ActivityKind Kind { get; init; }

    /// <summary>What it reads, in the order of evaluation.</summary>
    public IReadOnlyList<InputDescriptor> Inputs { get; init; } = [];

    /// <summary>What it gives.</summary>
    public IReadOnlyList<OutputDescriptor> Outputs { get; init; } = [];

    /// <summary>Embedded activities and fixed flow outcomes.</summary>
    public IReadOnlyList<PortDescriptor> Ports { get; init; } = [];

    /// <summary>Open bag sent to the designer (<c>Resilient</c>, <c>RootType</c> …).</summary>
    public IReadOnlyDictionary<string, JsonElement> CustomProperties { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Members that the designer puts into every new activity of this type.</summary>
    public IReadOnlyDictionary<string, JsonElement> ConstructionProperties { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Whether it declares variables for the activities inside.</summary>
    public bool IsContainer { get; init; }

    /// <summary>Whether the toolbox shows it.</summary>
    public bool IsBrowsable { get; init; } = true;

    /// <summary>Whether a flowchart begins with it.</summary>
    public bool IsStart { get; init; }

    /// <summary>Whether its completion ends the enclosing flowchart or sequence.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Whether it completes by itself once it has run and made no bookmark, scheduled nothing and did not fault.</summary>
    public bool AutoCompletes { get; init; }

    /// <summary>The type name up to its last dot.</summary>
    public string Namespace => TypeName.LastIndexOf('.') is var dot and >= 0 ? TypeName[..dot] : "";

    /// <summary>The type name after its last dot.</summary>
    public string Name => TypeName[(TypeName.LastIndexOf('.') + 1)..];
}
