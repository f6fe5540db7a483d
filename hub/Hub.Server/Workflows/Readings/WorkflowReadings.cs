using Hub.Server.Schemas;
using Hub.Server.Schemas.Impact;
using Hub.Server.Schemas.Members;

namespace Hub.Server.Workflows.Readings;

/// <summary>What the published workflows of every local authority read of shared schemas' documents.</summary>
internal sealed class WorkflowReadings(IDefinitionStore definitions, GraphCache graphs, SchemaPins pins, SchemaCatalog schemas, IOperationSchemas operations) : ISchemaReaders
{
    public IEnumerable<SchemaReading> Readings() => definitions.Published().SelectMany(Of);

    private IEnumerable<SchemaReading> Of(StoredDefinition definition) => graphs.Find(definition.VersionId) is not { } graph ? [] :
            from reading in DefinitionReadings.Of(graph, reference => pins.Find(definition.VersionId, reference) ?? schemas.Resolve(reference), operations)
            from shared in SharedPath.Through(schemas.Member(reading.Origin.Urn), reading.Path, urn => schemas.FindUrn(urn) is not null)
            select new SchemaReading
            {
                Kind = reading.Kind,
                Name = definition.DefinitionId,
                Title = new LocalizedText(definition.Name, definition.Name),
                Tenant = definition.Tenant,
                Version = definition.Version,
                Place = reading.Place,
                Line = reading.Line,
                Column = reading.Column,
                Urn = shared.Urn,
                Reference = shared.IsNested ? shared.Urn : reading.Origin.Reference,
                Path = shared.Path,
                Extent = reading.Extent,
            };
}
