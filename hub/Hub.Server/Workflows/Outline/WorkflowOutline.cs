using Hub.Workflows.Graph;

namespace Hub.Server.Workflows.Outline;

/// <summary>
/// A workflow as an ordered list of steps, in one language: the twin of the drawing for whoever reads and cannot, or need not, see the
/// canvas. Each activity of the definition is there exactly once: as a step, or as what holds a list of steps.
/// </summary>
/// <param name="Stored">The version that it tells.</param>
/// <param name="Steps">The list of the root; the root itself is its container, where it does nothing but hold steps.</param>
/// <param name="DataCategories">Of personal data, over all steps.</param>
/// <param name="Systems">Titles of the business applications that it speaks to, in the order of the steps.</param>
internal sealed record WorkflowOutline(
    StoredDefinition Stored,
    string? Description,
    string Sentence,
    OutlineGroup Steps,
    IReadOnlyList<DataCategory> DataCategories,
    IReadOnlyList<string> Systems);

/// <summary>A list of steps that a step holds, or the workflow's own.</summary>
/// <param name="Label">What the list is: « Alors », « À chaque tour », « État Brouillon »; empty for the workflow's own.</param>
/// <param name="Flow">How its steps follow each other.</param>
/// <param name="Port">The member of the holder's JSON that holds it; null where the container's own lists are meant.</param>
/// <param name="Position">Which element of that member; null where the member is no list.</param>
/// <param name="Container">The flowchart or sequence that holds the steps and has no line of its own; null where there is none.</param>
/// <param name="Unreachable">Steps that no run ever comes to.</param>
/// <param name="Groups">Lists inside this one that no step holds: what a state does on entry, its transitions.</param>
internal sealed record OutlineGroup(
    string Label,
    string? Sentence,
    OutlineFlow Flow,
    string? Port,
    int? Position,
    OutlineContainer? Container,
    IReadOnlyList<OutlineStep> Steps,
    IReadOnlyList<OutlineStep> Unreachable,
    IReadOnlyList<OutlineGroup> Groups);

/// <summary>How the steps of a list follow each other.</summary>
internal enum OutlineFlow
{
    /// <summary>By connections: each step says where it goes next.</summary>
    Flowchart,

    /// <summary>One after the other.</summary>
    Sequence,

    /// <summary>Side by side.</summary>
    Parallel,

    /// <summary>One step at most.</summary>
    Single,

    /// <summary>States with their entries, exits and transitions.</summary>
    States,

    /// <summary>Nested deeper than a reader can follow: told flat, in the order of the definition.</summary>
    Flat,
}

/// <summary>A flowchart or sequence whose steps are told in its place.</summary>
internal sealed record OutlineContainer(GraphNode Node, string Name, string Kind, string Sentence);

/// <summary>One step.</summary>
/// <param name="Number">Place in the outline: <c>4</c>, or <c>4.2</c> inside step 4.</param>
/// <param name="Kind">What kind of activity it is, as the toolbox calls it.</param>
/// <param name="Note">The designer's own description, where the drawing has one.</param>
/// <param name="System">Title of the business application that it speaks to.</param>
/// <param name="Uses">The workflow that it runs as an activity.</param>
internal sealed record OutlineStep(
    GraphNode Node,
    string Number,
    string Name,
    string Kind,
    string Sentence,
    string? Note,
    string? System,
    UsedWorkflow? Uses,
    IReadOnlyList<DataUse> Data,
    IReadOnlyList<OutlineExit> Next,
    IReadOnlyList<OutlineGroup> Groups);

/// <summary>Another workflow that a step runs.</summary>
internal sealed record UsedWorkflow(string DefinitionId, string Name, int Version);

/// <summary>Where a step goes next.</summary>
/// <param name="Outcome">The outcome, as connections name it; null where the order alone decides.</param>
/// <param name="Label">The outcome in words: « si le délai est dépassé ».</param>
/// <param name="Target">The step that follows; null where none does.</param>
/// <param name="IsBack">Whether it leads back to a step told before: a loop.</param>
/// <param name="Text">All of it in words: « si le délai est dépassé → étape 4 (Prévenir l'usager) ».</param>
internal sealed record OutlineExit(string? Outcome, string Label, OutlineTarget? Target, bool IsBack, string Text);

/// <summary>A step that an outcome leads to.</summary>
internal sealed record OutlineTarget(GraphNode Node, string Number, string Name);

/// <summary>A category of personal data, as schemas mark it (<c>x-personal-data</c>), with its name in words.</summary>
internal sealed record DataCategory(string Code, string Label);

/// <summary>What a step has to do with a category of personal data: it may read values of it, receive values of it, or both.</summary>
internal sealed record DataUse(DataCategory Category, bool Reads, bool Receives);
