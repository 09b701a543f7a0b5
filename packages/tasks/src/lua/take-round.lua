-- One process of the fleet takes the round of a sweeper; the others find it taken.
-- Called by maintenance.takeRound.
-- KEYS 1 round
-- ARGV 1 how long it is taken, in ms
-- Result 1 for who takes it, else 0
if redis.call('SET', KEYS[1], '1', 'NX', 'PX', ARGV[1]) then
  return 1
end
return 0
