namespace Hub.Workflows.Definitions;

/// <summary>Finds the definitions that are used as activities while another one is compiled.</summary>
public interface IDefinitionSource
{
    /// <summary>
    /// The definition that an activity stands for, or null when there is none.
    /// The order of search is Elsa's: version id, then definition id and version, then published, then latest.
    /// </summary>
    WorkflowDefinition? Find(DefinitionReference reference);
}

/// <summary>How an activity names the definition it stands for.</summary>
/// <param name="TypeName">The activity's type: PascalCase of the definition's name.</param>
/// <param name="Version">The activity's version.</param>
/// <param name="DefinitionId">The definition, where the activity's JSON says it.</param>
/// <param name="DefinitionVersionId">The exact version, where the activity's JSON says it.</param>
public sealed record DefinitionReference(string TypeName, int Version, string? DefinitionId, string? DefinitionVersionId);
