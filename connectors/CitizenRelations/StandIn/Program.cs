using Hub;
using Hub.Connectors.CitizenRelations.StandIn;

FailPoint.Arm("STANDIN_FAILPOINTS", ["stand-in.after-ledger-before-answer"]);
var app = CitizenRelationsStandIn.Build(args);
await app.StartAsync();
Console.WriteLine($"Citizen relations stand-in ready: {string.Join(' ', app.Urls)}");
await app.WaitForShutdownAsync();
