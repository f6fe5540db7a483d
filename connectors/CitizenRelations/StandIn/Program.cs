using Hub.Connectors.CitizenRelations.StandIn;

var app = CitizenRelationsStandIn.Build(args);
await app.StartAsync();
Console.WriteLine($"Citizen relations stand-in ready: {string.Join(' ', app.Urls)}");
await app.WaitForShutdownAsync();
