using Hub;
using Hub.Connectors.FranceConnect.StandIn;

FailPoint.Arm("STANDIN_FAILPOINTS", ["stand-in.after-ledger-before-answer"]);
var app = StandInApp.Build(args);
await app.StartAsync();
Console.WriteLine($"FranceConnect stand-in ready: {app.Services.GetRequiredService<StandInAddress>().Origin}");
await app.WaitForShutdownAsync();
