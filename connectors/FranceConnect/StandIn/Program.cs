using Hub.Connectors.FranceConnect.StandIn;

var app = StandInApp.Build(args);
await app.StartAsync();
Console.WriteLine($"FranceConnect stand-in ready: {app.Services.GetRequiredService<StandInAddress>().Origin}");
await app.WaitForShutdownAsync();
